package api

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kring/groups/film"
	"kring/internal/access"
)

// FilmView is a film of an organisation. Missing are the numbers of the parts,
// of PartSize bytes each but the last, that have not come; with none it can be
// played.
type FilmView struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Size     int64  `json:"size" doc:"Bytes"`
	PartSize int64  `json:"partSize" doc:"Bytes"`
	Missing  []int  `json:"missing"`
}

func filmView(f *film.Film) FilmView {
	return FilmView{ID: f.ID, Title: f.Title, Size: f.Size, PartSize: film.PartSize, Missing: f.Missing()}
}

// FilmIn names a film of an organisation in the path.
type FilmIn struct {
	OrgIn
	Film string `path:"film" maxLength:"40"`
}

type newFilmIn struct {
	OrgIn
	Body struct {
		Title string `json:"title" maxLength:"400"`
		Size  int64  `json:"size" doc:"Bytes"`
	}
}

type filmPartIn struct {
	FilmIn
	Part    int    `path:"part"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type playIn struct {
	MeetingIn
	Film  string `path:"film" maxLength:"40"`
	Range string `header:"Range" maxLength:"100"`
}

func (e *Edge) filmOps() {
	register(e, op{Method: "GET", Path: "/organisations/{org}/films", ID: "films", Summary: "The organisation's films", Action: access.ManageFilms, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[[]FilmView], error) {
			return list(e.films(ctx, in.Org))
		})
	register(e, op{Method: "POST", Path: "/organisations/{org}/films", ID: "new-film", Summary: "Begin the upload of a film", Action: access.ManageFilms, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusCreated},
		func(ctx context.Context, _ *caller, in *newFilmIn) (*body[FilmView], error) {
			f, err := e.Films.Create(ctx, in.Org, in.Body.Title, in.Body.Size)
			if err != nil {
				return nil, err
			}
			return reply(filmView(f), nil)
		})
	register(e, op{Method: "PUT", Path: "/organisations/{org}/films/{film}/parts/{part}", ID: "film-part", Summary: "One part of a film, in any order after part 0; again does no harm", Action: access.ManageFilms, Kind: access.Organisation, Param: "org", MaxBody: film.PartSize + 1},
		func(ctx context.Context, _ *caller, in *filmPartIn) (*body[FilmView], error) {
			f, err := e.Films.Put(ctx, in.Org, in.Film, in.Part, in.RawBody)
			if err != nil {
				return nil, err
			}
			return reply(filmView(f), nil)
		})
	register(e, op{Method: "DELETE", Path: "/organisations/{org}/films/{film}", ID: "delete-film", Summary: "Delete a film for good", Action: access.ManageFilms, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *FilmIn) (*empty, error) {
			return nil, e.Films.Delete(ctx, in.Org, in.Film)
		})
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/films", ID: "meeting-films", Summary: "Films that this meeting can play", Action: access.LeadMeeting, Kind: access.Meeting, Param: "meeting"},
		func(ctx context.Context, c *caller, _ *MeetingIn) (*body[[]FilmView], error) {
			all, err := e.films(ctx, c.Organisation)
			playable := []FilmView{}
			for _, f := range all {
				if len(f.Missing) == 0 {
					playable = append(playable, f)
				}
			}
			return list(playable, err)
		})
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/films/{film}", ID: "play-film", Summary: "The film itself, any part of it", Action: access.SitInMeeting, Kind: access.Meeting, Param: "meeting"}, e.playFilm)
}

func (e *Edge) films(ctx context.Context, org string) ([]FilmView, error) {
	films, err := e.Films.Of(ctx, org)
	var out []FilmView
	for _, f := range films {
		out = append(out, filmView(f))
	}
	return out, err
}

func (e *Edge) playFilm(ctx context.Context, c *caller, in *playIn) (*huma.StreamResponse, error) {
	f, err := e.Films.Get(ctx, c.Organisation, in.Film)
	if err != nil {
		return nil, err
	}
	return ranged{Type: f.Type, Size: f.Size, Read: func(at, n int64) (io.ReadCloser, error) { return e.Films.Read(f, at, n) }}.stream(in.Range)
}
