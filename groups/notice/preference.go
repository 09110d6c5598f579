package notice

import (
	"context"
	"errors"
	"time"
	_ "time/tzdata" // one binary runs anywhere, also without zone files

	"kring/internal/fault"
	"kring/internal/store"
)

// Ways are how a person wants to be told of a kind.
type Ways struct {
	Mail bool `bson:"mail" json:"mail"`
	Push bool `bson:"push" json:"push"`
}

// How often a bundled kind is told.
const (
	Each = "each" // every time
	Part = "part" // once in a part of the day
	Day  = "day"  // once a day
)

// preferences are what one person chose. Their id is the person's. Nobody has
// any at first: what is not chosen is as in unchosen.
type preferences struct {
	store.Meta `bson:",inline"`
	Ways       map[string]Ways `bson:"ways" json:"ways"`             // by kind; absent is both
	QuietFrom  int             `bson:"quietFrom" json:"quietFrom"`   // minutes after midnight, in home
	QuietUntil int             `bson:"quietUntil" json:"quietUntil"` // the same as QuietFrom: no quiet hours
	Bundle     string          `bson:"bundle" json:"bundle"`         // each, part, day
	Refusals   int             `bson:"refusals" json:"refusals"`     // of mail, for good, in a row
	MarkedAt   int64           `bson:"markedAt" json:"markedAt"`     // when the address was marked; 0: it is not
}

// mark is how many refusals in a row mark an address.
const mark = 3

func unchosen(person string) *preferences {
	return &preferences{Meta: store.Meta{ID: person}, Ways: map[string]Ways{}, QuietFrom: 22 * 60, QuietUntil: 7 * 60, Bundle: Part}
}

func (n *Notices) preferences(ctx context.Context, person string) (*preferences, error) {
	p, err := n.prefs.Get(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return unchosen(person), nil
	}
	return p, err
}

// change changes a person's preferences, also those who chose nothing yet.
func (n *Notices) change(ctx context.Context, person string, change func(*preferences)) (*preferences, error) {
	for {
		p, err := n.prefs.Update(ctx, person, func(p *preferences) error { change(p); return nil })
		if !errors.Is(err, store.ErrNotFound) {
			return p, err
		}
		p = unchosen(person)
		change(p)
		if err := n.prefs.Insert(ctx, p); !errors.Is(err, store.ErrConflict) {
			return p, err
		}
	}
}

func (p *preferences) ways(k Kind) Ways {
	w, chosen := p.Ways[k.Name]
	if k.Locked || !chosen {
		return Ways{Mail: true, Push: true}
	}
	return w
}

// home is the zone of quiet hours and parts of the day.
func home() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err) // it is in the binary
	}
	return zone
}

// quietUntil is when the quiet hours that hold now end, in Unix ms; 0 when
// none do. The clock on the wall counts, across a change of summer time too.
func (p *preferences) quietUntil(now int64) int64 {
	t := time.UnixMilli(now).In(home())
	y, m, d := t.Date()
	minute := t.Hour()*60 + t.Minute()
	switch {
	case p.QuietFrom == p.QuietUntil:
		return 0
	case p.QuietFrom < p.QuietUntil && (minute < p.QuietFrom || minute >= p.QuietUntil):
		return 0
	case p.QuietFrom > p.QuietUntil && minute < p.QuietFrom && minute >= p.QuietUntil:
		return 0
	case minute >= p.QuietUntil: // they end tomorrow
		d++
	}
	return time.Date(y, m, d, 0, p.QuietUntil, 0, 0, home()).UnixMilli()
}

// refused counts one and reports whether the address is marked now.
func (n *Notices) refused(ctx context.Context, person string) (bool, error) {
	p, err := n.change(context.WithoutCancel(ctx), person, func(p *preferences) {
		if p.Refusals++; p.Refusals >= mark && p.MarkedAt == 0 {
			p.MarkedAt = n.now()
		}
	})
	return err == nil && p.MarkedAt != 0, err
}

// taken: the mail server took a mail, so the address is good.
func (n *Notices) taken(ctx context.Context, p *preferences) error {
	if p.Refusals == 0 && p.MarkedAt == 0 {
		return nil
	}
	_, err := n.change(context.WithoutCancel(ctx), p.ID, func(p *preferences) { p.Refusals, p.MarkedAt = 0, 0 })
	return err
}

// Choice is what a person chose of one kind.
type Choice struct {
	Kind string `json:"kind"`
	Ways
}

// Choices are a person's preferences, as a page shows them.
type Choices struct {
	Kinds      []Choice `json:"kinds" doc:"Those that can be chosen"`
	QuietFrom  string   `json:"quietFrom" doc:"22:00; the same as quietUntil is no quiet hours"`
	QuietUntil string   `json:"quietUntil" doc:"07:00"`
	Bundle     string   `json:"bundle" enum:"each,part,day" doc:"How often about messages and feedback"`
	MarkedAt   int64    `json:"markedAt" doc:"Since when no mail goes, because the mail server refused three in a row, Unix ms; 0: it goes"`
}

// Choices reads a person's preferences.
func (n *Notices) Choices(ctx context.Context, person string) (Choices, error) {
	p, err := n.preferences(ctx, person)
	if err != nil {
		return Choices{}, err
	}
	c := Choices{Kinds: []Choice{}, QuietFrom: clock(p.QuietFrom), QuietUntil: clock(p.QuietUntil), Bundle: p.Bundle, MarkedAt: p.MarkedAt}
	for _, k := range kinds {
		if !k.Locked {
			c.Kinds = append(c.Kinds, Choice{k.Name, p.ways(k)})
		}
	}
	return c, nil
}

// Choose keeps what a person chose. Kinds that are left out stay as they were;
// MarkedAt is not theirs to choose.
func (n *Notices) Choose(ctx context.Context, person string, c Choices) error {
	from, err := minutes("quietFrom", c.QuietFrom)
	if err != nil {
		return err
	}
	until, err := minutes("quietUntil", c.QuietUntil)
	if err != nil {
		return err
	}
	if c.Bundle != Each && c.Bundle != Part && c.Bundle != Day {
		return fault.Bad("bundle", "notice.bundle", "want each, part or day")
	}
	for _, k := range c.Kinds {
		if about, ok := find(k.Kind); !ok || about.Locked {
			return fault.Bad("kinds", "notice.kind", "there is no choice about %q", k.Kind)
		}
	}
	_, err = n.change(ctx, person, func(p *preferences) {
		p.QuietFrom, p.QuietUntil, p.Bundle = from, until, c.Bundle
		for _, k := range c.Kinds {
			p.Ways[k.Kind] = k.Ways
		}
	})
	return err
}

// Retry takes the mark off a person's address and sends a mail to see; one
// more refusal marks it again.
func (n *Notices) Retry(ctx context.Context, person string) error {
	if _, err := n.change(ctx, person, func(p *preferences) { p.Refusals, p.MarkedAt = mark-1, 0 }); err != nil {
		return err
	}
	return n.Tell(ctx, person, Trial)
}

func clock(minute int) string {
	return time.Date(2000, 1, 1, 0, minute, 0, 0, time.UTC).Format("15:04")
}

func minutes(field, clock string) (int, error) {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return 0, fault.Bad(field, "time.invalid", "want a time as 22:00")
	}
	return t.Hour()*60 + t.Minute(), nil
}
