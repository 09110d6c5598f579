// Package api is Kring's HTTP edge: operations that huma describes (OpenAPI
// 3.1) and Fiber serves. It holds no rules of the domain. Every operation is
// registered with the access.Action it needs and the path parameter that
// names its place; before its handler runs, the edge asks the policy. Who is
// refused gets the answer of a thing that does not exist.
package api

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kring/internal/access"
	"kring/internal/fault"
)

// deadline ends a request's work; Fiber does not cancel when the client hangs up.
const deadline = 10 * time.Second

// op is one operation. Param names the path parameter that holds the id of
// the place; Logged writes the access log, reads and writes alike. Parts does so
// for a file that is read in many ranges: once for those of a quarter of an hour.
type op struct {
	Method, Path string
	ID, Summary  string
	Action       access.Action
	Kind         access.Kind
	Param        string
	Logged       bool
	Parts        bool
	Keep         keeping // whether a browser may keep the answer
	Status       int     // of success: 200, or 204 where there is no body
	MaxBody      int64   // bytes; 0 is bodyLimit
}

// caller is who makes a request and what they are to its place.
type caller struct {
	access.Facts
	Place   access.Place
	Token   string // of the session, "" without one
	Until   int64  // end of the session, Unix milliseconds
	Browser string // token that binds a sign-in code to this browser
	IP      string

	unkept func() // this answer stays off the device after all
}

type callerKey struct{}

// who returns the caller of a request.
func who(ctx context.Context) *caller {
	c, _ := ctx.Value(callerKey{}).(*caller)
	return c
}

// register adds an operation to the API.
func register[I, O any](e *Edge, o op, handle func(context.Context, *caller, *I) (*O, error)) {
	h := huma.Operation{
		Method: o.Method, Path: "/api" + o.Path, OperationID: o.ID, Summary: o.Summary, DefaultStatus: o.Status,
		MaxBodyBytes: cmp.Or(o.MaxBody, bodyLimit),
		Extensions:   map[string]any{"x-action": string(o.Action)},
		Middlewares:  huma.Middlewares{e.admit(o)},
	}
	if o.Action == access.Anyone {
		h.Security = []map[string][]string{}
	}
	huma.Register(e.api, h, func(ctx context.Context, in *I) (*O, error) {
		c := who(ctx)
		done := func(error) error { return nil }
		if o.Logged {
			var err error
			if done, err = e.Log(ctx, c.Facts, o.Action, c.Place, o.Method != http.MethodGet); err != nil {
				return nil, problem(err)
			}
		}
		if o.Parts {
			if err := e.LogPart(ctx, c.Facts, o.Action, c.Place); err != nil {
				return nil, problem(err)
			}
		}
		out, err := handle(ctx, c, in)
		if logErr := done(err); err == nil {
			err = logErr
		}
		if err != nil {
			return nil, problem(err)
		}
		return out, nil
	})
}

// admit is the middleware that finds the caller and asks the policy, before
// the body is read.
func (e *Edge) admit(o op) func(huma.Context, func(huma.Context)) {
	return func(hc huma.Context, next func(huma.Context)) {
		// Not from fasthttp's context: that costs a goroutine per request, which
		// may still look at it when the next request uses its memory.
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		place := access.Place{Kind: o.Kind}
		if o.Param != "" {
			place.ID = hc.Param(o.Param)
		}
		c, err := e.caller(ctx, hc, o, place)
		if err != nil {
			p := problem(err)
			_ = huma.WriteErr(e.api, hc, p.Status, p.Detail, p)
			return
		}
		mayKeep(hc, o, c)
		next(huma.WithContext(hc, context.WithValue(ctx, callerKey{}, c)))
	}
}

func (e *Edge) caller(ctx context.Context, hc huma.Context, o op, p access.Place) (*caller, error) {
	c := &caller{Place: p, Token: cookie(hc, e.cookieName("session")), Browser: cookie(hc, e.cookieName("code")), IP: e.address(hc)}
	person, until, err := e.Accounts.Signed(ctx, c.Token)
	if err != nil {
		return nil, err
	}
	c.Until = until
	c.Facts = access.Facts{Person: person}
	if o.Action == access.Anyone {
		return c, nil
	}
	if person == "" {
		return nil, fault.New(fault.Forbidden, "sign-in", "sign in first")
	}
	if p.Kind != access.Self {
		if c.Facts, err = e.Facts(ctx, person, p); err != nil {
			return nil, err
		}
	}
	if !e.Policy.Allow(o.Action, c.Facts) {
		return nil, fault.Gone()
	}
	return c, nil
}

func cookie(hc huma.Context, name string) string {
	c, err := huma.ReadCookie(hc, name)
	if err != nil {
		return ""
	}
	return c.Value
}

// lang is the language the caller chose, Dutch unless they said otherwise.
func (e *Edge) lang(ctx context.Context, c *caller) string {
	p, err := e.Accounts.Profile(ctx, c.Person)
	if err != nil {
		return "nl"
	}
	return p.Lang
}

// empty is the answer of operations that return nothing.
type empty struct{}

// body wraps a JSON answer.
type body[T any] struct{ Body T }

func reply[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{Body: v}, nil
}

// list is reply for slices: none is [], never null.
func list[T any](v []T, err error) (*body[[]T], error) {
	if v == nil {
		v = []T{}
	}
	return reply(v, err)
}
