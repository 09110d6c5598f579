package enrol

import (
	"context"
	"slices"
	"strings"

	"kring/groups"
	"kring/groups/consent"
)

// Page is what somebody sees before they accept; making it changes
// nothing. Email is masked: the page is there for whoever has the link.
type Page struct {
	Organisation string         `json:"organisation"`
	Kind         string         `json:"kind" enum:"personal,group"`
	Group        Invited        `json:"group"`
	Email        string         `json:"email,omitempty" doc:"Masked; of a personal invitation"`
	Texts        []consent.Text `json:"texts"`
}

// Invited is what an invitation tells of the group. Meetings counts
// them; it says nothing of who is in.
type Invited struct {
	Name           string        `json:"name"`
	Theme          string        `json:"theme"`
	Kind           string        `json:"kind" enum:"groepstherapie,groepsbegeleiding"`
	MinAge         int           `json:"minAge"`
	Full           bool          `json:"full"`
	Facilitators   []string      `json:"facilitators"`
	FirstMeetingAt int64         `json:"firstMeetingAt,omitempty" doc:"Unix milliseconds; absent when none is planned"`
	Meetings       int           `json:"meetings"`
	Rhythm         groups.Rhythm `json:"rhythm"`
}

// Preview reads an invitation by its token. Used, expired, revoked and
// unknown ones are alike.
func (s *Enrol) Preview(ctx context.Context, token, lang string) (Page, error) {
	i, g, err := s.find(ctx, token)
	if err != nil {
		return Page{}, err
	}
	o, err := s.Groups.Organisations.Get(ctx, g.OrgID)
	if err != nil {
		return Page{}, err
	}
	email, err := s.email(ctx, i)
	if err != nil {
		return Page{}, err
	}
	starts, err := s.Groups.Dates(ctx, g.ID)
	if err != nil {
		return Page{}, err
	}
	page := Page{Organisation: o.Name, Kind: i.Kind, Email: masked(email), Texts: s.Groups.Consents.Texts(lang), Group: Invited{
		Name: g.Name, Theme: g.Theme, Kind: g.Kind, MinAge: g.MinAge, Full: g.Full(), Rhythm: g.Rhythm,
		Meetings: len(starts), Facilitators: []string{},
	}}
	if len(starts) > 0 {
		page.Group.FirstMeetingAt = slices.Min(starts)
	}
	for _, f := range g.Facilitators {
		name, err := s.Groups.Names.Name(ctx, f.PersonID)
		if err != nil {
			return Page{}, err
		}
		page.Group.Facilitators = append(page.Group.Facilitators, name)
	}
	return page, nil
}

// masked shows enough of an address to recognise one's own: s…@example.nl.
func masked(email string) string {
	name, host, ok := strings.Cut(email, "@")
	if !ok || name == "" {
		return ""
	}
	return string([]rune(name)[:1]) + "…@" + host
}
