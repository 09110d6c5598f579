package api

import (
	"context"

	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/server/account"
)

// About is who is behind this Kring, and where help is.
type About struct {
	Demo         bool                    `json:"demo"`
	Organisation PublicOrganisation      `json:"organisation"`
	HelpLines    []organisation.HelpLine `json:"helpLines"`
	Look         *Look                   `json:"look,omitempty" doc:"Of the organisation that runs this Kring, for who is not signed in"`
}

// PublicOrganisation is what everybody may know of an organisation.
type PublicOrganisation struct {
	Name      string                 `json:"name"`
	Kind      string                 `json:"kind"`
	Contact   organisation.Contact   `json:"contact"`
	Complaint organisation.Complaint `json:"complaint"`
}

func (e *Edge) publicOps() {
	register(e, op{Method: "GET", Path: "/about", ID: "about", Summary: "Who is behind this, contact, complaint, help lines", Action: access.Anyone, Keep: keepAll}, e.about)
	register(e, op{Method: "GET", Path: "/demo/people", ID: "demo-people", Summary: "The demo's fictional people", Action: access.Anyone}, e.demoPeople)
	register(e, op{Method: "GET", Path: "/demo/mail", ID: "demo-mail", Summary: "The demo's mailbox", Action: access.Anyone}, e.demoMail)
}

// platform is the organisation at the top of the tree: it runs this Kring.
func (e *Edge) platform(ctx context.Context) (*organisation.Organisation, error) {
	top, err := e.Groups.Organisations.Children(ctx, "")
	if err != nil {
		return nil, err
	}
	if len(top) == 0 {
		return &organisation.Organisation{}, nil
	}
	return top[0], nil
}

// behind is the organisation behind Kring for somebody: that of their first
// group, or where they work; for who has neither the one that runs this Kring.
func (e *Edge) behind(ctx context.Context, person string) (*organisation.Organisation, error) {
	s, err := e.sessionOf(ctx, person)
	if err != nil {
		return nil, err
	}
	switch {
	case len(s.Groups) > 0:
		return e.Groups.Organisations.Get(ctx, s.Groups[0].OrgID)
	case len(s.Organisations) > 0:
		return e.Groups.Organisations.Get(ctx, s.Organisations[0].ID)
	}
	return e.platform(ctx)
}

func (e *Edge) about(ctx context.Context, c *caller, _ *struct{}) (*body[About], error) {
	o, err := e.behind(ctx, c.Person)
	if err != nil {
		return nil, err
	}
	look, err := e.look(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	return reply(About{
		Look: look,
		Demo: e.Demo != nil, HelpLines: append([]organisation.HelpLine{}, o.HelpLines...),
		Organisation: PublicOrganisation{Name: o.Name, Kind: o.Kind, Contact: o.Contact, Complaint: o.Complaint},
	}, nil)
}

func (e *Edge) demoPeople(context.Context, *caller, *struct{}) (*body[[]DemoPerson], error) {
	if e.Demo == nil {
		return nil, fault.Gone()
	}
	return list(e.Demo.People, nil)
}

func (e *Edge) demoMail(context.Context, *caller, *struct{}) (*body[[]account.Letter], error) {
	if e.Demo == nil {
		return nil, fault.Gone()
	}
	return list(e.Demo.Mailbox.Letters(), nil)
}
