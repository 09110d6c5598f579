package api

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"kring/groups"
	"kring/internal/access"
	"kring/server/public"
)

// turnAfter is how long a slide of a waiting room stays, in seconds.
const turnAfter = 15

type offeringIn struct {
	GroupIn
	Body groups.Offering
}

func (e *Edge) catalogueOps() {
	register(e, op{Method: "PUT", Path: "/groups/{group}/public", ID: "set-offering", Summary: "Whether the group stands in the public catalogue, and what it says there", Action: access.SetOffering, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, _ *caller, in *offeringIn) (*body[groups.Offering], error) {
			return reply(e.Groups.SetOffering(ctx, in.Group, in.Body))
		})
}

// publicPages serves what needs neither an account nor a script.
func (e *Edge) publicPages() {
	e.App.Get("/aanbod.css", func(c *fiber.Ctx) error {
		c.Set("Cache-Control", "public, max-age=3600")
		c.Type("css")
		return c.Send(public.CSS())
	})
	e.App.Get("/aanbod", e.shown(func(ctx context.Context, _ *fiber.Ctx, q url.Values) (*public.Page, error) {
		return e.Public.Catalogue(ctx, q)
	}))
	e.App.Get("/aanbod/:group", e.shown(func(ctx context.Context, c *fiber.Ctx, q url.Values) (*public.Page, error) {
		return e.Public.Card(ctx, c.Params("group"), q)
	}))
	e.App.Get("/keuzehulp", e.shown(func(ctx context.Context, c *fiber.Ctx, q url.Values) (*public.Page, error) {
		c.Set("Referrer-Policy", "same-origin") // without one, its form has no Origin, see sameOrigin
		return e.Public.Questions(ctx, q)
	}))
	e.App.Get("/wachtkamer", e.shown(func(ctx context.Context, c *fiber.Ctx, q url.Values) (*public.Page, error) {
		p, next, err := e.Public.Slide(ctx, q)
		if next != "" {
			c.Set("Refresh", fmt.Sprintf("%d; url=%s", turnAfter, next))
		}
		return p, err
	}))
	e.App.Post("/keuzehulp", e.advice)
}

// shown answers with a page that anybody may keep for a minute; without one the
// client tells that there is no such page.
func (e *Edge) shown(page func(context.Context, *fiber.Ctx, url.Values) (*public.Page, error)) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		p, err := page(ctx, c, query(c))
		if err != nil {
			return err
		}
		if p == nil {
			return fiber.ErrNotFound
		}
		c.Set("Cache-Control", "public, max-age=60")
		c.Set("ETag", p.ETag)
		if c.Get("If-None-Match") == p.ETag {
			return c.SendStatus(fiber.StatusNotModified)
		}
		return send(c, p)
	}
}

// advice answers the choice aid. Its answers are in the body, not in the
// address, so that no log and no history has them.
func (e *Edge) advice(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	form, err := url.ParseQuery(string(c.Body()))
	if err != nil {
		return fiber.ErrBadRequest
	}
	p, err := e.Public.Advice(ctx, query(c), form)
	if err != nil {
		return err
	}
	c.Set("Cache-Control", "no-store")
	return send(c, p)
}

func send(c *fiber.Ctx, p *public.Page) error {
	c.Type("html", "utf-8")
	c.Set("Vary", "Accept-Encoding")
	if strings.Contains(c.Get("Accept-Encoding"), "gzip") {
		c.Set("Content-Encoding", "gzip")
		return c.Send(p.Gzip)
	}
	return c.Send(p.Body)
}

// query reads an address; what cannot be read is not there.
func query(c *fiber.Ctx) url.Values {
	q, err := url.ParseQuery(string(c.Context().URI().QueryString()))
	if err != nil {
		return url.Values{}
	}
	return q
}
