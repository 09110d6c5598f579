package homework

import (
	"context"
	"fmt"
	"slices"

	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/store"
)

// Self-help is an open module done alone: an assignment of no group, which
// everybody has. It is not stored; its id names the module and the version, so
// that who began one keeps it. The answer is the person's own, as any other,
// and there is nobody to hand it in to.

// selfHelpID is the id of the assignment that everybody has.
func selfHelpID(p *programme.Programme, m *programme.Module) string {
	return fmt.Sprintf("%s.%d.%s", p.ID, p.Version, m.ID)
}

// selfHelp returns the assignment with that id, nil when it is none of self-help.
func (lib library) selfHelp(id string) *Assignment {
	for _, p := range lib {
		for i := range p.Modules {
			if m := &p.Modules[i]; m.Open && selfHelpID(p, m) == id {
				return &Assignment{Meta: store.Meta{ID: id}, ModuleID: m.ID, ProgrammeID: p.ID, Version: p.Version, Order: i}
			}
		}
	}
	return nil
}

// SelfHelp lists the open modules in their newest version, each with the
// person's own progress; an older version is there for who began it. Nobody
// ("") has no progress.
func (h *Homework) SelfHelp(ctx context.Context, person, lang string) ([]Item, error) {
	own, err := h.alone(ctx, person)
	if err != nil {
		return nil, err
	}
	var items []Item
	for i, p := range h.programmes {
		newest := i == 0 || h.programmes[i-1].ID != p.ID
		for j := range p.Modules {
			m := &p.Modules[j]
			as := h.programmes.selfHelp(selfHelpID(p, m))
			if as == nil || !newest && !slices.ContainsFunc(own, func(a *Answer) bool { return a.AssignmentID == as.ID }) {
				continue
			}
			it := item(as, m, answerTo(own, as.ID), lang)
			it.Intro = m.Intro.In(lang)
			items = append(items, it)
		}
	}
	return items, nil
}

// alone returns a person's answers to self-help.
func (h *Homework) alone(ctx context.Context, person string) ([]*Answer, error) {
	if person == "" {
		return nil, nil
	}
	own, err := h.answers.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", person), store.Is("groupId", "")}, Limit: 1000})
	if err != nil {
		return nil, fmt.Errorf("self-help of person %s: %w", person, err)
	}
	return own, nil
}

// OpenModule returns a module of self-help as everybody sees it, with an empty
// answer. What is no self-help is NotFound.
func (h *Homework) OpenModule(ctx context.Context, id, lang string) (AssignmentView, error) {
	if h.programmes.selfHelp(id) == nil {
		return AssignmentView{}, fault.Gone()
	}
	return h.Assignment(ctx, id, "", lang)
}
