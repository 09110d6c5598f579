package api

import (
	"context"

	"kring/groups/organisation"
	"kring/groups/organisation/theme"
	"kring/internal/access"
	"kring/internal/fault"
)

type settingsIn struct {
	OrgIn
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag these settings were made from"`
	Body    organisation.Settings
}

type themeIn struct {
	OrgIn
	IfMatch string `header:"If-Match" required:"true" doc:"The ETag this theme was made from"`
	Body    struct {
		Source string `json:"source" maxLength:"204800" doc:"A token file; empty for Kring's own look"`
	}
}

type tokensIn struct {
	OrgIn
	Body struct {
		Source string `json:"source" maxLength:"204800"`
	}
}

// ThemeSource is an organisation's token file.
type ThemeSource struct {
	Source string `json:"source"`
}

// Look is how pages look for somebody: a stylesheet, and the class that turns it on.
type Look struct {
	Href  string `json:"href"`
	Class string `json:"class"`
}

// styles is a stylesheet. Its address changes with it.
type styles struct {
	Type  string `header:"Content-Type"`
	Cache string `header:"Cache-Control"`
	Body  []byte
}

func (e *Edge) organisationOps() {
	register(e, op{Method: "GET", Path: "/organisations/{org}/settings", ID: "settings", Summary: "What an administrator sets of an organisation", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org"}, e.settings)
	register(e, op{Method: "PUT", Path: "/organisations/{org}/settings", ID: "save-settings", Summary: "Change an organisation's settings", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true},
		func(ctx context.Context, c *caller, in *settingsIn) (*tagged[organisation.Settings], error) {
			rev, err := revision(in.IfMatch)
			if err == nil {
				err = e.Groups.Organisations.Change(ctx, in.Org, rev, in.Body)
			}
			if err != nil {
				return nil, err
			}
			return e.settings(ctx, c, &in.OrgIn)
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/parents", ID: "parents", Summary: "Organisations that may stand above this one", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org"},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[[]organisation.OrganisationChoice], error) {
			return list(e.Groups.Organisations.Parents(ctx, in.Org))
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/theme", ID: "theme", Summary: "The organisation's token file", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org"}, e.themeSource)
	register(e, op{Method: "POST", Path: "/organisations/{org}/theme/check", ID: "check-theme", Summary: "What is wrong with a token file: what cannot be used, and colours too close to each other", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", MaxBody: 2 * bodyLimit},
		func(_ context.Context, _ *caller, in *tokensIn) (*body[theme.TokenCheck], error) {
			return reply(e.Themes.Check(in.Body.Source), nil)
		})
	register(e, op{Method: "PUT", Path: "/organisations/{org}/theme", ID: "save-theme", Summary: "Keep a token file, when all that it colours can be read", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true, MaxBody: 2 * bodyLimit}, e.saveTheme)
	register(e, op{Method: "GET", Path: "/organisations/{org}/theme.css", ID: "theme-css", Summary: "The organisation's look", Action: access.Anyone}, e.themeCSS)
}

func (e *Edge) settings(ctx context.Context, _ *caller, in *OrgIn) (*tagged[organisation.Settings], error) {
	s, rev, err := e.Groups.Organisations.Settings(ctx, in.Org)
	if err != nil {
		return nil, err
	}
	return tag(rev, s), nil
}

func (e *Edge) themeSource(ctx context.Context, _ *caller, in *OrgIn) (*tagged[ThemeSource], error) {
	o, err := e.Groups.Organisations.Get(ctx, in.Org)
	if err != nil {
		return nil, err
	}
	return tag(o.Rev, ThemeSource{o.Theme}), nil
}

func (e *Edge) saveTheme(ctx context.Context, c *caller, in *themeIn) (*tagged[ThemeSource], error) {
	rev, err := revision(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if r := e.Themes.Check(in.Body.Source); len(r.Faults) > 0 {
		return nil, fault.Bad("source", "theme.faults", "%d things are wrong with this token file", len(r.Faults))
	}
	if err := e.Groups.Organisations.SetTheme(ctx, in.Org, rev, in.Body.Source); err != nil {
		return nil, err
	}
	return e.themeSource(ctx, c, &in.OrgIn)
}

func (e *Edge) themeCSS(ctx context.Context, _ *caller, in *OrgIn) (*styles, error) {
	o, err := e.Groups.Organisations.Get(ctx, in.Org)
	if err != nil {
		return nil, err
	}
	return &styles{"text/css; charset=utf-8", "public, max-age=31536000, immutable", []byte(e.Themes.CSS(o.ID, o.Theme))}, nil
}

// look is the look of the first of some organisations that has one, nil for
// Kring's own.
func (e *Edge) look(ctx context.Context, orgs ...string) (*Look, error) {
	for _, id := range orgs {
		o, err := e.Groups.Organisations.Themed(ctx, id)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err == nil && o != nil {
			return &Look{Href: "/api/organisations/" + o.ID + "/theme.css?v=" + theme.Version(o.Theme), Class: theme.Class(o.ID)}, nil
		}
	}
	return nil, nil
}

// lookOf is how Kring looks for a person: as where they work, or as the
// organisation of their first group.
func (e *Edge) lookOf(ctx context.Context, s *Session) (err error) {
	var orgs []string
	for _, o := range s.Organisations {
		orgs = append(orgs, o.ID)
	}
	for _, g := range s.Groups {
		orgs = append(orgs, g.OrgID)
	}
	s.Look, err = e.look(ctx, orgs...)
	return err
}
