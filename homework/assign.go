package homework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/store"
)

// Assignment is a module given to a group, due at one of its meetings.
type Assignment struct {
	store.Meta  `bson:",inline"`
	GroupID     string `bson:"groupId" json:"groupId"`
	ModuleID    string `bson:"moduleId" json:"moduleId"`
	ProgrammeID string `bson:"programmeId" json:"programmeId"`
	Version     int    `bson:"version" json:"version"`
	DueMeeting  int    `bson:"dueMeeting" json:"dueMeeting"` // the meeting's number, from 1
	DueAt       int64  `bson:"dueAt" json:"dueAt"`           // when that meeting starts
	OpensAt     int64  `bson:"opensAt" json:"opensAt"`       // of a measure moment; 0: open at once
	Order       int    `bson:"order" json:"order"`           // the module's place in the programme
}

// Assign gives a group the modules and the measure moments of its programme. meetings are the starts
// of its meetings in order, one per session. It can be repeated: what was
// assigned stays as it is.
func (h *Homework) Assign(ctx context.Context, groupID, programmeID string, version int, meetings []int64) error {
	p, err := h.Programme(programmeID, version)
	if err != nil {
		return err
	}
	if len(meetings) < len(p.Sessions) {
		return fault.New(fault.Invalid, "assign.meetings", "%d meetings for %d sessions", len(meetings), len(p.Sessions))
	}
	for i := range p.Modules {
		due := p.SessionNumber(p.Modules[i].Session)
		err := h.assignments.Insert(ctx, &Assignment{
			GroupID: groupID, ModuleID: p.Modules[i].ID, ProgrammeID: p.ID, Version: p.Version,
			DueMeeting: due, DueAt: meetings[due-1], Order: i,
		})
		if err != nil && !errors.Is(err, store.ErrConflict) {
			return fmt.Errorf("assign %s to group %s: %w", p.Modules[i].ID, groupID, err)
		}
	}
	return h.assignMoments(ctx, groupID, p, meetings)
}

// Reschedule moves what is due at a meeting along with the meeting.
func (h *Homework) Reschedule(ctx context.Context, groupID string, meeting int, startAt int64) error {
	all, err := h.assigned(ctx, groupID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.DueMeeting != meeting {
			continue
		}
		m, err := h.module(a)
		if err != nil {
			return err
		}
		_, err = h.assignments.Update(ctx, a.ID, func(a *Assignment) error {
			a.due(m.Moment, startAt)
			return nil
		})
		if err != nil {
			return fmt.Errorf("move assignment %s: %w", a.ID, err)
		}
	}
	return nil
}

// assigned returns a group's assignments, first due first.
func (h *Homework) assigned(ctx context.Context, groupID string) ([]*Assignment, error) {
	all, err := h.assignments.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", groupID)}, Limit: 1000})
	if err != nil {
		return nil, fmt.Errorf("assignments of group %s: %w", groupID, err)
	}
	slices.SortFunc(all, func(a, b *Assignment) int {
		return cmp.Or(a.DueMeeting-b.DueMeeting, a.Order-b.Order)
	})
	return all, nil
}

// assignment reads one; missing is NotFound.
func (h *Homework) assignment(ctx context.Context, id string) (*Assignment, error) {
	if a := h.programmes.selfHelp(id); a != nil {
		return a, nil
	}
	a, err := h.assignments.Get(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	return a, err
}

// module returns what was assigned.
func (h *Homework) module(a *Assignment) (*programme.Module, error) {
	if p := h.programmes.find(a.ProgrammeID, a.Version); p != nil {
		if m := p.Module(a.ModuleID); m != nil {
			return m, nil
		}
	}
	return nil, fmt.Errorf("assignment %s: no module %s in programme %s version %d", a.ID, a.ModuleID, a.ProgrammeID, a.Version)
}

// open reads an assignment with its module.
func (h *Homework) open(ctx context.Context, id string) (*Assignment, *programme.Module, error) {
	a, err := h.assignment(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	m, err := h.module(a)
	if err == nil {
		m, err = h.readable(ctx, a.GroupID, m)
	}
	return a, m, err
}

// Media names the picture, film or sound of a step: a file of package media,
// or a film of the group's organisation. A step without is Invalid.
func (h *Homework) Media(ctx context.Context, assignmentID, step string) (string, error) {
	_, m, err := h.open(ctx, assignmentID)
	if err != nil {
		return "", err
	}
	if s := m.Step(step); s != nil && s.Media != "" {
		return s.Media, nil
	}
	return "", fault.Bad("step", "step.no-media", "step %s of module %s shows nothing", step, m.ID)
}
