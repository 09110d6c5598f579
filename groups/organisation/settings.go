package organisation

import (
	"cmp"
	"context"
	"errors"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"kring/internal/fault"
	"kring/internal/store"
)

// Settings are what an administrator sets of an organisation.
type Settings struct {
	Kind      string     `json:"kind" enum:"gemeente,wijkteam,ggz-instelling,huisartsenpraktijk"`
	Name      string     `json:"name"`
	ParentID  string     `json:"parentId" doc:"Empty at the top of the tree"`
	Contact   Contact    `json:"contact"`
	Complaint Complaint  `json:"complaint"`
	HelpLines []HelpLine `json:"helpLines"`
	Lang      string     `json:"lang" enum:"nl,en"`
}

// OrganisationChoice is an organisation by name.
type OrganisationChoice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Bounds of the settings.
const (
	maxHelpLines = 12
	maxDeadline  = 366 // days
	maxDepth     = 12  // of the tree
)

// Settings reads an organisation's settings and their revision.
func (s *Organisations) Settings(ctx context.Context, id string) (Settings, int64, error) {
	o, err := s.Get(ctx, id)
	if err != nil {
		return Settings{}, 0, err
	}
	return Settings{
		Kind: o.Kind, Name: o.Name, ParentID: o.ParentID, Contact: o.Contact, Complaint: o.Complaint,
		HelpLines: append([]HelpLine{}, o.HelpLines...), Lang: o.Lang,
	}, o.Rev, nil
}

// Change keeps new settings. rev is the revision that was read; when it is no
// longer the stored one the fault is Conflict and nothing changes.
func (s *Organisations) Change(ctx context.Context, id string, rev int64, in Settings) error {
	if err := in.check(); err != nil {
		return err
	}
	if err := s.mayBeBelow(ctx, id, in.ParentID); err != nil {
		return err
	}
	return s.replace(ctx, id, rev, func(o *Organisation) {
		o.Kind, o.Name, o.ParentID, o.Lang = in.Kind, strings.TrimSpace(in.Name), in.ParentID, in.Lang
		o.Contact, o.Complaint, o.HelpLines = in.Contact, in.Complaint, in.HelpLines
	})
}

// SetTheme keeps a token file, which the caller checked; "" is Kring's own look.
// rev is as at Change.
func (s *Organisations) SetTheme(ctx context.Context, id string, rev int64, source string) error {
	return s.replace(ctx, id, rev, func(o *Organisation) { o.Theme = source })
}

// Themed is the organisation whose theme an organisation's people see: its own
// or else the nearest above it; nil when none has one.
func (s *Organisations) Themed(ctx context.Context, id string) (*Organisation, error) {
	for depth := 0; id != "" && depth < maxDepth; depth++ {
		o, err := s.Get(ctx, id)
		if err != nil || o.Theme != "" {
			return o, err
		}
		id = o.ParentID
	}
	return nil, nil
}

// replace stores a change of the revision that somebody saw.
func (s *Organisations) replace(ctx context.Context, id string, rev int64, change func(*Organisation)) error {
	o, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	changed := fault.New(fault.Conflict, "organisation.changed", "somebody else changed this meanwhile")
	if o.Rev != rev {
		return changed
	}
	change(o)
	if err := s.all.Replace(ctx, o); errors.Is(err, store.ErrConflict) {
		return changed
	} else if err != nil {
		return err
	}
	return nil
}

// Parents are the organisations that may stand above one, by name.
func (s *Organisations) Parents(ctx context.Context, id string) ([]OrganisationChoice, error) {
	all, err := s.all.Find(ctx, store.Query{Limit: 1000})
	if err != nil {
		return nil, err
	}
	out := []OrganisationChoice{}
	for _, o := range all {
		if s.mayBeBelow(ctx, id, o.ID) == nil {
			out = append(out, OrganisationChoice{ID: o.ID, Name: o.Name})
		}
	}
	slices.SortFunc(out, func(a, b OrganisationChoice) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// mayBeBelow fails when parent is not there, or is the organisation itself or
// below it. Two changes at the same moment could still make a circle: nothing
// here walks up further than maxDepth.
func (s *Organisations) mayBeBelow(ctx context.Context, id, parent string) error {
	for at, depth := parent, 0; at != ""; depth++ {
		o, err := s.all.Get(ctx, at)
		if errors.Is(err, store.ErrNotFound) || at == id || depth == maxDepth {
			return fault.Bad("parentId", "organisation.parent", "cannot be the parent")
		}
		if err != nil {
			return err
		}
		at = o.ParentID
	}
	return nil
}

func (in Settings) check() error {
	if !slices.Contains(kinds, in.Kind) {
		return fault.Bad("kind", "organisation.kind", "kind %q is none of %v", in.Kind, kinds)
	}
	if n := utf8.RuneCountInString(strings.TrimSpace(in.Name)); n == 0 || n > 120 {
		return fault.Bad("name", "organisation.name", "a name of %d characters", n)
	}
	if in.Lang != "nl" && in.Lang != "en" {
		return fault.Bad("lang", "organisation.lang", "no language %q", in.Lang)
	}
	if _, err := mail.ParseAddress(in.Contact.Email); in.Contact.Email != "" && err != nil {
		return fault.Bad("contact.email", "email.invalid", "not an e-mail address")
	}
	if d := in.Complaint.DeadlineDays; d < 0 || d > maxDeadline {
		return fault.Bad("complaint.deadlineDays", "organisation.deadline", "an answer after %d days", d)
	}
	if !web(in.Complaint.URL) {
		return fault.Bad("complaint.url", "organisation.url", "not a web address")
	}
	return checkLines(in.HelpLines)
}

// checkLines: "Hulp nu" is never empty, and each line says how to reach it.
func checkLines(lines []HelpLine) error {
	if len(lines) == 0 || len(lines) > maxHelpLines {
		return fault.Bad("helpLines", "organisation.help-lines", "%d help lines, not 1 to %d", len(lines), maxHelpLines)
	}
	for _, l := range lines {
		if strings.TrimSpace(l.Name) == "" || l.Phone == "" && l.URL == "" && l.Text == "" || !web(l.URL) || strings.ContainsFunc(l.Phone, notOfPhone) {
			return fault.Bad("helpLines", "organisation.help-line", "a help line has a name, and a number, web address or text")
		}
	}
	return nil
}

func notOfPhone(r rune) bool { return !strings.ContainsRune("0123456789 +-()", r) }

// web reports whether s is empty or the address of a page.
func web(s string) bool {
	u, err := url.Parse(s)
	return s == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
