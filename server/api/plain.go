package api

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/compress"
)

// csp lets pages load only what this server sends. WebAssembly is for the
// background blur; blob: and data: are for one's own pictures.
const csp = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; media-src 'self' blob:; worker-src 'self'; manifest-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// headers puts on every answer what browsers need to protect people.
func (e *Edge) headers(c *fiber.Ctx) error {
	e.protect(c)
	return c.Next()
}

func (e *Edge) protect(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", csp)
	c.Set("X-Content-Type-Options", "nosniff")
	c.Set("Referrer-Policy", "no-referrer")
	c.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=()")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	if e.secure {
		c.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if strings.HasPrefix(c.Path(), "/api/") {
		c.Set("Cache-Control", "no-store")
	}
}

// failed writes what Fiber itself refuses (unknown path, body too large) as a
// problem. What is refused while it is read has not passed headers.
func (e *Edge) failed(c *fiber.Ctx, err error) error {
	e.protect(c)
	s, code := fiber.StatusInternalServerError, "internal"
	var fe *fiber.Error
	if errors.As(err, &fe) {
		s, code = fe.Code, "request.refused"
	}
	if s == fiber.StatusNotFound {
		code = "not-found"
	}
	c.Status(s)
	if err := c.JSON(Problem{Type: "about:blank", Title: http.StatusText(s), Status: s, Code: code}); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/problem+json")
	return nil
}

// plain adds what huma does not describe: health, metrics, the live socket and the pages.
func (e *Edge) plain() {
	e.App.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	e.App.Get("/readyz", func(c *fiber.Ctx) error {
		// Never Fiber's own context: drivers keep one a moment longer than it lives.
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		if err := e.Ready(ctx); err != nil {
			return fiber.ErrServiceUnavailable
		}
		return c.SendString("ready\n")
	})
	e.App.Get("/metrics", adaptor.HTTPHandler(e.Metrics.handler()))
	e.App.Get("/api/live", func(c *fiber.Ctx) error { return adaptor.HTTPHandler(e.Live)(c) })
	e.App.All("/api/*", func(*fiber.Ctx) error { return fiber.ErrNotFound })
	e.App.Get("/.well-known/security.txt", e.securityTxt)
	e.publicPages()
	e.App.Get("/*", compress.New(), e.page)
}

// page serves a file of the browser client, or its start for every route.
// A missing asset is 404, so that an old tab notices a new version.
func (e *Edge) page(c *fiber.Ctx) error {
	name := strings.TrimPrefix(path.Clean("/"+c.Path()), "/")
	b, err := fs.ReadFile(e.Web, name)
	switch {
	case err == nil && strings.HasPrefix(name, "assets/"):
		c.Set("Cache-Control", "public, max-age=31536000, immutable") // names carry a hash
	case err == nil:
		c.Set("Cache-Control", "no-cache")
	case strings.HasPrefix(name, "assets/"):
		return fiber.ErrNotFound
	default:
		name = "index.html"
		c.Set("Cache-Control", "no-cache")
		if b, err = fs.ReadFile(e.Web, name); err != nil {
			return fiber.NewError(fiber.StatusServiceUnavailable, "the browser client is not built: make web")
		}
	}
	c.Type(path.Ext(name))
	c.Vary(fiber.HeaderAcceptEncoding)
	// The build packed it better than compress can while somebody waits.
	if c.Context().Request.Header.HasAcceptEncoding("br") {
		if packed, err := fs.ReadFile(e.Web, name+".br"); err == nil {
			c.Set(fiber.HeaderContentEncoding, "br")
			b = packed
		}
	}
	return c.Send(b)
}

func (e *Edge) securityTxt(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	o, err := e.platform(ctx)
	if err != nil {
		return err
	}
	c.Type("txt")
	return c.SendString("Contact: mailto:" + o.Contact.Email + "\nPreferred-Languages: nl, en\n")
}
