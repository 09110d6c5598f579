package appointment

import (
	"context"
	"errors"

	"kring/internal/fault"
	"kring/internal/store"
)

// Book gives a free slot to a member and plans the meeting of the two. Booking
// one's own again is harmless.
func (a *Appointments) Book(ctx context.Context, id, person string) error {
	s, err := a.slots.Get(ctx, id)
	if err != nil {
		return gone(err)
	}
	if s.BookedBy == person {
		return nil
	}
	if err := a.free(s, person); err != nil {
		return err
	}
	meeting, err := a.groups.PlanPrivate(ctx, s.GroupID, [2]string{s.GuideID, person}, s.StartAt, s.DurationMin)
	if err != nil {
		return err
	}
	s, err = a.slots.Update(ctx, id, func(s *Slot) error {
		if s.BookedBy == person {
			return nil // pressed twice at once
		}
		if err := a.free(s, person); err != nil {
			return err
		}
		s.BookedBy, s.MeetingID = person, meeting
		s.Sequence++
		return nil
	})
	if err != nil || s.MeetingID != meeting { // somebody was first: this meeting is nobody's
		err = errors.Join(err, a.groups.CallOff(context.WithoutCancel(ctx), meeting))
	}
	return gone(err)
}

func (a *Appointments) free(s *Slot, person string) error {
	if s.BookedBy != "" || !s.mine(person) {
		return fault.New(fault.Conflict, "slot.taken", "this moment is not free any more")
	}
	if s.StartAt <= a.now().UnixMilli() {
		return fault.New(fault.Conflict, "slot.over", "this moment has begun")
	}
	return nil
}

// Cancel gives a member's slot back: it can be booked again.
func (a *Appointments) Cancel(ctx context.Context, id, person string) error {
	return a.release(ctx, id, func(s *Slot) error {
		if s.BookedBy != person {
			return fault.New(fault.Conflict, "slot.not-booked", "it is not booked by this person")
		}
		if s.intake() {
			s.CalledOff = true // nobody else may book it; her lists show it until its time is over
		}
		if !s.CalledOff {
			s.BookedBy = ""
		}
		return nil
	})
}

// Withdraw is the facilitator's: the moment is off, booked or not. Who had
// booked it still sees that, until the time is over.
// They are told, in a notice that says no more than that.
func (a *Appointments) Withdraw(ctx context.Context, id string) error {
	booked := ""
	err := a.release(ctx, id, func(s *Slot) error {
		if !s.CalledOff {
			booked = s.BookedBy
		}
		s.CalledOff = true
		return nil
	})
	if err != nil || booked == "" {
		return err
	}
	return a.tells.Tell(ctx, booked, slotOff)
}

// release calls the meeting off, which fails when that has begun, and changes
// the slot.
func (a *Appointments) release(ctx context.Context, id string, change func(*Slot) error) error {
	s, err := a.slots.Get(ctx, id)
	if err != nil {
		return gone(err)
	}
	if err := change(s); err != nil {
		return err
	}
	meeting := s.MeetingID
	if err := a.groups.CallOff(ctx, meeting); err != nil {
		return err
	}
	_, err = a.slots.Update(ctx, id, func(s *Slot) error {
		if s.MeetingID != meeting {
			return fault.New(fault.Conflict, "slot.taken", "it was changed meanwhile")
		}
		s.MeetingID = ""
		s.Sequence++
		return change(s)
	})
	return gone(err)
}

func gone(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return fault.Gone()
	}
	return err
}
