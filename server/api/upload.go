package api

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kring/homework/upload"
	"kring/internal/access"
	"kring/internal/content"
)

// UploadView is a file that goes with an answer. Missing are the numbers of
// the parts, of PartSize bytes each but the last, that have not come.
type UploadView struct {
	ID       string `json:"id" doc:"Begins with the kind: picture, audio, video or pdf"`
	Size     int64  `json:"size" doc:"Bytes"`
	PartSize int64  `json:"partSize" doc:"Bytes"`
	Missing  []int  `json:"missing"`
	Complete bool   `json:"complete" doc:"An answer can hold it"`
}

func uploadView(u *upload.Upload, err error) (*body[UploadView], error) {
	if err != nil {
		return nil, err
	}
	return reply(UploadView{ID: u.ID, Size: u.Size, PartSize: upload.PartSize, Missing: u.Missing(), Complete: u.Complete()}, nil)
}

// UploadIn names a file of an answer in the path.
type UploadIn struct {
	Upload string `path:"upload" maxLength:"60"`
}

type newUploadIn struct {
	AssignmentIn
	Body struct {
		Step string `json:"step" maxLength:"60"`
		Kind string `json:"kind" enum:"picture,audio,video,pdf"`
		Size int64  `json:"size" doc:"Bytes"`
	}
}

type uploadPartIn struct {
	UploadIn
	Part    int    `path:"part"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type readUploadIn struct {
	UploadIn
	Range string `header:"Range" maxLength:"100"`
}

func (e *Edge) uploadOps() {
	register(e, op{Method: "POST", Path: "/assignments/{assignment}/uploads", ID: "new-upload", Summary: "Begin to bring a file for a step", Action: access.WriteAnswer, Kind: access.Assignment, Param: "assignment", Logged: true, Status: http.StatusCreated},
		func(ctx context.Context, c *caller, in *newUploadIn) (*body[UploadView], error) {
			group, err := e.Homework.TakesFile(ctx, in.Assignment, in.Body.Step, in.Body.Kind)
			if err != nil {
				return nil, err
			}
			return uploadView(e.Uploads.Begin(ctx, upload.New{
				Person: c.Person, Group: group, Assignment: in.Assignment, Step: in.Body.Step, Kind: in.Body.Kind, Size: in.Body.Size,
			}))
		})
	register(e, op{Method: "PUT", Path: "/uploads/{upload}/parts/{part}", ID: "upload-part", Summary: "One part of a file, in any order; again does no harm", Action: access.WriteUpload, Kind: access.Upload, Param: "upload", MaxBody: upload.PartSize + 1},
		func(ctx context.Context, _ *caller, in *uploadPartIn) (*body[UploadView], error) {
			return uploadView(e.Uploads.Put(ctx, in.Upload, in.Part, in.RawBody))
		})
	register(e, op{Method: "POST", Path: "/uploads/{upload}/finish", ID: "finish-upload", Summary: "Have a file looked at, and kept without what it says about its maker", Action: access.WriteUpload, Kind: access.Upload, Param: "upload", Logged: true},
		func(ctx context.Context, _ *caller, in *UploadIn) (*body[UploadView], error) {
			return uploadView(e.Uploads.Finish(ctx, in.Upload))
		})
	register(e, op{Method: "GET", Path: "/uploads/{upload}", ID: "upload", Summary: "The file itself, any part of it", Action: access.ReadUpload, Kind: access.Upload, Param: "upload", Parts: true, Keep: keepOwn}, e.readUpload)
}

func (e *Edge) readUpload(ctx context.Context, _ *caller, in *readUploadIn) (*huma.StreamResponse, error) {
	u, err := e.Uploads.Get(ctx, in.Upload)
	if err != nil {
		return nil, err
	}
	return ranged{Type: u.Type, Size: u.Size, Save: u.Kind == content.PDF, Read: func(at, n int64) (io.ReadCloser, error) {
		return e.Uploads.Read(ctx, u, at, n)
	}}.stream(in.Range)
}
