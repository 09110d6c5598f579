package api

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kring/internal/fault"
	"kring/internal/seal"
)

// Problem is an error as RFC 9457 has it. Code names the message of the
// user's language file, Field the input at fault, Current the stored version
// where somebody else was first.
type Problem struct {
	Type    string              `json:"type" example:"about:blank"`
	Title   string              `json:"title"`
	Status  int                 `json:"status"`
	Detail  string              `json:"detail,omitempty"`
	Code    string              `json:"code" doc:"Names the message in the language files"`
	Field   string              `json:"field,omitempty"`
	Current any                 `json:"current,omitempty" doc:"With 409: what is stored now"`
	Errors  []*huma.ErrorDetail `json:"errors,omitempty"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus makes Problem huma's error.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is RFC 9457's.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// status is the one place where a kind of fault becomes an HTTP status.
func status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Forbidden:
		return http.StatusUnauthorized
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.TooMany:
		return http.StatusTooManyRequests
	default:
		return http.StatusInternalServerError
	}
}

// problem translates an error. What is not a fault is logged and told to
// nobody.
func problem(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	f := fault.Of(err)
	if f == nil && errors.Is(err, seal.ErrErased) {
		return &Problem{Type: "about:blank", Title: http.StatusText(http.StatusGone), Status: http.StatusGone, Code: "erased", Detail: "this was erased for good"}
	}
	if f == nil {
		slog.Error("request failed", "error", err)
		f = fault.New(fault.Internal, "internal", "something went wrong here; it was logged")
	}
	s := status(f.Kind)
	return &Problem{Type: "about:blank", Title: http.StatusText(s), Status: s, Detail: f.Text, Code: f.Code, Field: f.Field}
}

// conflict is a 409 that shows what is stored now.
func conflict(err error, current any) *Problem {
	p := problem(err)
	p.Current = current
	return p
}

// invalid is what huma itself finds wrong with a request, as a Problem.
// huma asks for it through the variable huma.NewError.
func invalid(s int, msg string, errs ...error) huma.StatusError {
	p := &Problem{Type: "about:blank", Title: http.StatusText(s), Status: s, Detail: msg, Code: "request.invalid"}
	for _, err := range errs {
		var own *Problem
		if errors.As(err, &own) {
			return own
		}
		var d huma.ErrorDetailer
		if errors.As(err, &d) {
			// The offending value is the person's own text: not echoed.
			e := *d.ErrorDetail()
			e.Value = nil
			p.Errors = append(p.Errors, &e)
		}
	}
	return p
}
