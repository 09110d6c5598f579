package api

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/calendar"
	"kring/groups/care"
	"kring/groups/chat"
	concern "kring/groups/chat/report"
	"kring/groups/chat/rules"
	"kring/groups/debrief"
	"kring/groups/enrol"
	"kring/groups/film"
	"kring/groups/inbox"
	"kring/groups/notice"
	"kring/groups/organisation/theme"
	"kring/groups/recording"
	"kring/groups/report"
	"kring/groups/script"
	"kring/groups/silence"
	"kring/groups/staff"
	"kring/homework"
	"kring/homework/plan"
	"kring/homework/table"
	"kring/homework/template"
	"kring/homework/upload"
	"kring/internal/access"
	"kring/server/account"
	"kring/server/public"
	"kring/server/push"
)

// bodyLimit is the largest request body: a long homework answer fits ten times.
const bodyLimit = 256 << 10

// Options of New. Facts gathers what the policy looks at; Log writes the
// access log around an operation: it returns when the attempt is durable, and
// done keeps the outcome. LogPart writes that a part of a file is read.
type Options struct {
	Policy    access.Policy
	Facts     func(ctx context.Context, person string, p access.Place) (access.Facts, error)
	Log       func(ctx context.Context, f access.Facts, a access.Action, p access.Place, write bool) (done func(error) error, err error)
	LogPart   func(ctx context.Context, f access.Facts, a access.Action, p access.Place) error
	Accounts  *account.Accounts
	Gate      *account.Gate
	SignUps   *account.Gate
	Groups    *groups.Groups
	Enrol     *enrol.Enrol
	Slots     *appointment.Appointments
	Notices   *notice.Notices
	Push      *push.Push
	Feeds     *calendar.Feeds
	Captions  Captions
	Chat      *chat.Chat
	Inbox     *inbox.Inbox
	Rules     *rules.Service
	Concerns  *concern.Reports
	Care      *care.Care
	Debrief   *debrief.Debrief
	Agenda    func(ctx context.Context, meeting string) (*script.Run, error)
	Homework  *homework.Homework
	Plans     *plan.Plans
	Films     *film.Films
	Uploads   *upload.Uploads
	Templates *template.Templates
	Table     *table.Table
	Quiet     *silence.Silences
	Staff     *staff.Staff
	Themes    *theme.Themes
	// Recordings of meetings.
	Recordings *recording.Recordings
	Joints     Joints
	Reports    *report.Reports
	Public     *public.Public

	PublicURL string         // scheme and host, for links and the Origin check
	Proxies   []netip.Prefix // whose X-Forwarded-For counts
	Web       fs.FS          // the built browser client
	Live      http.Handler   // GET /api/live; may be set after New, before serving
	Metrics   *Metrics       // GET /metrics
	Ready     func(context.Context) error
	Recheck   func(person string) // their rights changed: open sockets look again
	Now       func() time.Time
	Demo      *Demo // nil outside the demo
}

// Demo is what the demo's start page and mailbox page show.
type Demo struct {
	People  []DemoPerson
	Mailbox *account.Mailbox
}

// DemoPerson is a fictional person to try Kring as.
type DemoPerson struct {
	Role  string `json:"role"`
	Alias string `json:"alias"`
	URL   string `json:"url" doc:"Opens the sign-in page of this person"`
}

// Edge is the HTTP server's content.
type Edge struct {
	Options
	App    *fiber.App
	api    huma.API
	secure bool
}

// New builds the edge with all its operations.
func New(o Options) *Edge {
	huma.NewError, huma.DefaultArrayNullable = invalid, false
	e := &Edge{Options: o, secure: strings.HasPrefix(o.PublicURL, "https://")}
	e.App = fiber.New(fiber.Config{
		DisableStartupMessage: true,
		BodyLimit:             bodyLimit,
		StreamRequestBody:     true, // larger ones are read by their operation alone, up to its own limit
		Immutable:             true, // ids outlive their request in caches and goroutines
		ReadTimeout:           15 * time.Second,
		IdleTimeout:           75 * time.Second,
		ErrorHandler:          e.failed,
	})
	e.App.Use(readOut, e.Metrics.measure, e.headers, e.sameOrigin)
	cfg := huma.DefaultConfig("Kring", "1")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath, cfg.CreateHooks = "/api/openapi", "", "", nil
	cfg.Info.Description = "Groups that meet by video, support each other by chat and do homework."
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: e.cookieName("session"), Description: "Set by signing in."},
	}
	cfg.Security = []map[string][]string{{"session": {}}}
	e.api = humafiber.New(e.App, cfg)
	e.accountOps()
	e.publicOps()
	e.todayOps()
	e.organisationOps()
	e.staffOps()
	e.groupOps()
	e.memberOps()
	e.waitOps()
	e.chatOps()
	e.messageOps()
	e.rulesOps()
	e.concernOps()
	e.slotOps()
	e.noticeOps()
	e.careOps()
	e.substituteOps()
	e.keepOps()
	e.catalogueOps()
	e.roomOps()
	e.debriefOps()
	e.homeworkOps()
	e.stepOps()
	e.uploadOps()
	e.surveyOps()
	e.planOps()
	e.tableOps()
	e.beforeOps()
	e.jointOps()
	e.feedbackOps()
	e.filmOps()
	e.recordingOps()
	e.outcomeOps()
	e.plain()
	return e
}

// OpenAPI returns the description of every operation.
func (e *Edge) OpenAPI() *huma.OpenAPI { return e.api.OpenAPI() }

// cookieName: the __Host- prefix needs https, which a demo on this machine lacks.
func (e *Edge) cookieName(what string) string {
	if e.secure {
		return "__Host-kring-" + what
	}
	return "kring-" + what
}

// Token reads the session token of a request that does not come through huma.
func (e *Edge) Token(r *http.Request) string {
	c, err := r.Cookie(e.cookieName("session"))
	if err != nil {
		return ""
	}
	return c.Value
}

// address is where a request comes from: the last hop that is not a trusted proxy.
func (e *Edge) address(hc huma.Context) string {
	host, _, err := net.SplitHostPort(hc.RemoteAddr())
	if err != nil {
		host = hc.RemoteAddr()
	}
	hops := strings.Split(hc.Header("X-Forwarded-For"), ",")
	for i := len(hops) - 1; i >= 0 && e.trusted(host); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		host = hop.Unmap().String()
	}
	return host
}

func (e *Edge) trusted(host string) bool {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range e.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// readOut takes what a handler left of a request's body, or ends the
// connection: fasthttp would take the rest for the next request.
func readOut(c *fiber.Ctx) error {
	err := c.Next()
	rest := c.Request().BodyStream()
	if rest == nil {
		return err
	}
	if c.Request().Header.ContentLength() < 0 { // chunked: its end cannot be seen twice
		c.Context().SetConnectionClose()
	} else if _, end := io.CopyN(io.Discard, rest, bodyLimit); !errors.Is(end, io.EOF) {
		c.Context().SetConnectionClose()
	}
	return err
}

// sameOrigin refuses changes that another site's page asks for (CSRF), beside
// SameSite=Lax. A client that is no browser sends neither header. The host is
// the one that was asked: Fiber's Hostname believes X-Forwarded-Host of anybody.
func (e *Edge) sameOrigin(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next()
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return fiber.ErrForbidden
	}
	if o := c.Get(fiber.HeaderOrigin); o != "" && !e.Own(o, string(c.Request().Host())) {
		return fiber.ErrForbidden
	}
	return c.Next()
}

// Own reports whether an Origin header names this server: its public address
// or the host that was asked.
func (e *Edge) Own(origin, host string) bool {
	if origin == e.PublicURL {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == host
}
