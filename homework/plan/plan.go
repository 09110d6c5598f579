// Package plan keeps people's own safety plans (signaleringsplan, SAFE-3).
//
// A plan belongs to a person, not to a group or a module: there is one, and it
// stays. Nobody else reads it unless its owner shows it to the facilitators of
// a group, and then as long as the owner does. It rests sealed under the
// person's key.
package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

const (
	collName = "plans"
	boxField = "box"
	maxPart  = 4000 // code points
)

// Parts of a plan in their order: how I notice that it goes worse, what helps
// me, who I call, where I am safe, and what I want to remember.
var Parts = []string{"signs", "helps", "people", "place", "remember"}

// Plan is one person's; its id is the person's.
type Plan struct {
	store.Meta `bson:",inline"`
	Count      int64    `bson:"count" json:"count"`   // of changes
	By         string   `bson:"by" json:"by"`         // the page that made the last change
	Box        []byte   `bson:"box" json:"box"`       // programme.Values by part
	Shared     []string `bson:"shared" json:"shared"` // ids of the groups whose facilitators may read it
}

// Sealer is the part of seal.Vault that plans need.
type Sealer interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Spec declares the collection.
func Spec() store.Spec { return store.Of[Plan](store.Spec{Name: collName}) }

// Plans is the service. It holds no state of its own.
type Plans struct {
	plans  store.Collection[Plan, *Plan]
	sealer Sealer
}

// Open ensures the collection and returns the service.
func Open(ctx context.Context, db store.DB, sealer Sealer) (*Plans, error) {
	plans, err := store.Open[Plan](ctx, db, Spec())
	if err != nil {
		return nil, fmt.Errorf("safety plans: %w", err)
	}
	return &Plans{plans, sealer}, nil
}

// OwnPlan is a plan as its owner sees it. Rev is its ETag.
type OwnPlan struct {
	Rev    int64            `json:"rev"`
	By     string           `json:"by" doc:"The page that made the last change"`
	Values programme.Values `json:"values" doc:"By part: signs, helps, people, place, remember"`
	Shared []string         `json:"shared" doc:"Groups whose facilitators may read it"`
}

// Stale is the Conflict of a save from an older Rev; Current is what is stored.
type Stale struct{ Current OwnPlan }

func (s *Stale) Error() string { return fmt.Sprintf("the plan is at revision %d", s.Current.Rev) }

// Unwrap is the fault for callers that only want its kind.
func (s *Stale) Unwrap() error { return fault.New(fault.Conflict, "plan.stale", "%s", s.Error()) }

// Of returns a person's own plan, an empty one at Rev 0 when there is none.
func (s *Plans) Of(ctx context.Context, person string) (OwnPlan, error) {
	p, err := s.get(ctx, person)
	if err != nil {
		return OwnPlan{}, err
	}
	return s.view(ctx, p)
}

// Save stores a whole plan made from rev by a page that calls itself by. A
// stale rev is a *Stale, unless the same is stored already.
func (s *Plans) Save(ctx context.Context, person string, rev int64, by string, vs programme.Values) (OwnPlan, error) {
	vs = vs.Filled()
	if err := module().Check(vs); err != nil {
		return OwnPlan{}, err
	}
	return s.change(ctx, person, func(p *Plan) error {
		now, err := s.view(ctx, p)
		if err != nil || now.Values.Equal(vs) {
			return err
		}
		if rev != now.Rev {
			return &Stale{now}
		}
		raw, err := vs.Encode()
		if err == nil {
			p.Box, err = s.sealer.Seal(ctx, seal.Person(p.ID), ref(p.ID), raw)
		}
		p.Count, p.By = p.Count+1, by
		return err
	})
}

// Share shows the plan to the facilitators of a group, or stops that.
func (s *Plans) Share(ctx context.Context, person, group string, on bool) (OwnPlan, error) {
	return s.change(ctx, person, func(p *Plan) error {
		p.Shared = slices.DeleteFunc(p.Shared, func(g string) bool { return g == group })
		if on {
			p.Shared = append(p.Shared, group)
		}
		return nil
	})
}

// Shown returns a person's plan as the facilitators of a group see it: NotFound
// unless it is shared with that group.
func (s *Plans) Shown(ctx context.Context, person, group string) (programme.Values, error) {
	p, err := s.get(ctx, person)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(p.Shared, group) {
		return nil, fault.Gone()
	}
	v, err := s.view(ctx, p)
	return v.Values, err
}

// get reads a plan; none is an empty one, which is not stored.
func (s *Plans) get(ctx context.Context, person string) (*Plan, error) {
	p, err := s.plans.Get(ctx, person)
	if errors.Is(err, store.ErrNotFound) {
		return &Plan{Meta: store.Meta{ID: person}}, nil
	}
	return p, err
}

// change updates the plan, which begins with its first change.
func (s *Plans) change(ctx context.Context, person string, f func(*Plan) error) (OwnPlan, error) {
	p, err := s.plans.Update(ctx, person, f)
	if errors.Is(err, store.ErrNotFound) {
		if err := s.plans.Insert(ctx, &Plan{Meta: store.Meta{ID: person}}); err != nil && !errors.Is(err, store.ErrConflict) {
			return OwnPlan{}, err
		}
		p, err = s.plans.Update(ctx, person, f)
	}
	if err != nil {
		return OwnPlan{}, fmt.Errorf("plan of %s: %w", person, err)
	}
	return s.view(ctx, p)
}

func (s *Plans) view(ctx context.Context, p *Plan) (OwnPlan, error) {
	v := OwnPlan{Rev: p.Count, By: p.By, Values: programme.Values{}, Shared: append([]string{}, p.Shared...)}
	if p.Box == nil {
		return v, nil
	}
	raw, err := s.sealer.Open(ctx, seal.Person(p.ID), ref(p.ID), p.Box)
	if err == nil {
		v.Values, err = programme.ParseValues(raw)
	}
	return v, err
}

func ref(person string) seal.Ref { return seal.Ref{Coll: collName, ID: person, Field: boxField} }

// module is the plan as steps to write at, so that it is checked as homework is.
func module() *programme.Module {
	m := &programme.Module{ID: "safety-plan"}
	for _, id := range Parts {
		m.Steps = append(m.Steps, programme.Step{ID: id, Kind: "long-text", MaxLength: maxPart})
	}
	return m
}
