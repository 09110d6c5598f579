package script

import (
	"slices"

	"kring/internal/fault"
)

// Private is a facilitator and a participant who talk apart from everybody,
// from their pair too (SAFE-2). Room is below 0 and nobody else's.
type Private struct {
	Lead   string `json:"lead"`
	Member string `json:"member"`
	Room   int    `json:"room"`
}

func (p Private) has(id string) bool { return p.Lead == id || p.Member == id }

// Apart takes a facilitator and somebody with a seat apart. When somebody was
// apart with another facilitator, this one takes over.
func Apart(who string) Act {
	return func(r *Run, s Scene) error {
		if p := s.person(who); p == nil || p.Leads || s.person(s.You) == nil {
			return fault.Bad("who", "apart.who", "only a participant with a seat can come apart")
		}
		r.rejoin(who)
		r.rejoin(s.You)
		room := -1
		for _, p := range r.Privates {
			room = min(room, p.Room-1)
		}
		r.Privates = append(r.Privates, Private{s.You, who, room})
		return nil
	}
}

// ApartEnd brings both back, whoever of them asks.
func ApartEnd(r *Run, s Scene) error {
	if r.private(s.You) == nil {
		return none("apart")
	}
	r.rejoin(s.You)
	return nil
}

// private is who somebody is apart with, nil for nobody.
func (r *Run) private(id string) *Private {
	i := slices.IndexFunc(r.Privates, func(p Private) bool { return p.has(id) })
	if i < 0 {
		return nil
	}
	return &r.Privates[i]
}

// rejoin ends whatever somebody is in apart.
func (r *Run) rejoin(id string) {
	r.Privates = slices.DeleteFunc(r.Privates, func(p Private) bool { return p.has(id) })
}

// Together refuses what would end the talk of two who are apart.
func (r *Run) Together() error {
	if len(r.Privates) > 0 {
		return fault.New(fault.Conflict, "meeting.apart", "two are still apart")
	}
	return nil
}

// apartView is who are apart, by two: a participant's own, for a facilitator all.
func (r *Run) apartView(e Eyes) []string {
	var out []string
	for _, p := range r.Privates {
		if e.Leads || p.has(e.You) {
			out = append(out, p.Lead, p.Member)
		}
	}
	return out
}
