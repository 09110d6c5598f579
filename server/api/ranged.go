package api

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"

	"kring/internal/fault"
)

// ranged is a file of which a browser asks any part (RFC 9110 section 14).
type ranged struct {
	Type string
	Size int64 // bytes
	Save bool  // to keep, not to show
	Read func(at, n int64) (io.ReadCloser, error)
}

// stream sends the asked range as the browser reads it.
func (r ranged) stream(asked string) (*huma.StreamResponse, error) {
	at, n, status := span(asked, r.Size)
	if status == http.StatusRequestedRangeNotSatisfiable {
		return nil, fault.Bad("Range", "request.range", "the file has %d bytes", r.Size)
	}
	src, err := r.Read(at, n)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetStatus(status)
		hc.SetHeader("Content-Type", r.Type)
		hc.SetHeader("Accept-Ranges", "bytes")
		hc.SetHeader("Cache-Control", "private, no-store")
		if r.Save {
			hc.SetHeader("Content-Disposition", "attachment")
		}
		if status == http.StatusPartialContent {
			hc.SetHeader("Content-Range", "bytes "+strconv.FormatInt(at, 10)+"-"+strconv.FormatInt(at+n-1, 10)+"/"+strconv.FormatInt(r.Size, 10))
		}
		// fasthttp reads it after the handlers and closes it, also when the browser hangs up.
		humafiber.Unwrap(hc).Context().SetBodyStream(src, int(n))
	}}, nil
}

// span reads a Range header of one range: where it begins, how long it is, and
// the status of the answer. What is not understood asks for everything.
func span(header string, size int64) (at, n int64, status int) {
	spec, ok := strings.CutPrefix(header, "bytes=")
	first, last, dash := strings.Cut(spec, "-")
	if !ok || !dash || strings.Contains(last, ",") {
		return 0, size, http.StatusOK
	}
	from, errFrom := strconv.ParseUint(first, 10, 63)
	to, errTo := strconv.ParseUint(last, 10, 63)
	switch {
	case first == "" && errTo == nil: // the last so many bytes
		n = min(int64(to), size)
		at = size - n
	case errFrom != nil || last != "" && (errTo != nil || to < from):
		return 0, size, http.StatusOK
	case last == "":
		at, n = int64(from), size-int64(from)
	default:
		at, n = int64(from), min(int64(to), size-1)-int64(from)+1
	}
	if n <= 0 {
		return 0, 0, http.StatusRequestedRangeNotSatisfiable
	}
	return at, n, http.StatusPartialContent
}
