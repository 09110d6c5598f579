package script

import (
	"slices"

	"kring/internal/fault"
)

// Stick is the talking stick going round. Nobody is ever taken out of Order:
// whoever is away when it comes by has it later, and whoever comes late is
// last. Holder is "" when everybody who is here has had it.
type Stick struct {
	Holder  string   `json:"holder"`
	Order   []string `json:"order"`
	Done    []string `json:"done"` // had it, or was passed over
	Seconds int      `json:"seconds"`
	Since   int64    `json:"since"`
	Quiet   bool     `json:"quiet"` // who does not hold it is held silent, but for the facilitators
	By      string   `json:"by"`    // who chose so
}

func (k *Stick) clone() *Stick {
	if k == nil {
		return nil
	}
	c := *k
	c.Order, c.Done = slices.Clone(k.Order), slices.Clone(k.Done)
	return &c
}

// StickStart sends it round: in this order, or everybody by seat when there is none.
func StickStart(order []string, seconds int, quiet bool) Act {
	return func(r *Run, s Scene) error {
		if err := within("seconds", seconds, 0, maxSeconds); err != nil {
			return err
		}
		k := &Stick{Order: slices.Clone(order), Done: []string{}, Seconds: seconds, Quiet: quiet, By: s.You}
		for _, id := range order {
			if s.person(id) == nil || count(order, id) > 1 {
				return fault.Bad("order", "stick.order", "it names somebody who has no seat, or twice")
			}
		}
		for _, p := range s.People {
			if len(order) == 0 {
				k.Order = append(k.Order, p.ID)
			}
		}
		r.Stick = k
		k.give(s)
		return nil
	}
}

// StickPass is the holder giving it on.
func StickPass(r *Run, s Scene) error {
	if r.Stick == nil {
		return none("stick")
	}
	if r.Stick.Holder == "" || r.Stick.Holder != s.You {
		return fault.New(fault.Conflict, "stick.not-yours", "somebody else has the word")
	}
	r.Stick.pass(s)
	return nil
}

// StickSkip takes it to the next, also when it had gone all round and somebody
// came since.
func StickSkip(r *Run, s Scene) error {
	if r.Stick == nil {
		return none("stick")
	}
	r.Stick.pass(s)
	return nil
}

// StickStop puts it away.
func StickStop(r *Run, _ Scene) error {
	r.Stick = nil
	return nil
}

// Silenced says who keeps somebody silent now: "" for nobody.
func (r *Run) Silenced(id string, leads bool) (by string) {
	if k := r.Stick; k != nil && k.Quiet && !leads && k.Holder != "" && k.Holder != id && r.private(id) == nil {
		return k.By
	}
	return ""
}

func (k *Stick) pass(s Scene) {
	if k.Holder != "" {
		k.Done = append(k.Done, k.Holder)
	}
	k.give(s)
}

// give hands it to the first who is here and has not had it.
func (k *Stick) give(s Scene) {
	k.Holder, k.Since = "", s.Now
	for _, id := range k.Order {
		if s.here(id) && !slices.Contains(k.Done, id) {
			k.Holder = id
			return
		}
	}
}

func count(list []string, id string) (n int) {
	for _, x := range list {
		if x == id {
			n++
		}
	}
	return n
}

// Came makes room for somebody who took a seat: last in the round.
func Came(id string) Act {
	return func(r *Run, _ Scene) error {
		if k := r.Stick; k != nil && !slices.Contains(k.Order, id) {
			k.Order = append(k.Order, id)
		}
		return nil
	}
}

// Went is somebody giving up a seat: the stick goes on, unless she had had it
// already it waits for her; who was with her alone comes back to the circle.
func Went(id string) Act {
	return func(r *Run, s Scene) error {
		if k := r.Stick; k != nil && k.Holder == id {
			k.give(s)
		}
		r.Pairs.drop(id)
		r.rejoin(id)
		return nil
	}
}
