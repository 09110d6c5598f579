package appointment

import (
	"context"
	"errors"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// An intake call is with somebody who is in no group yet (MEET-16): a moment
// for one e-mail address, by a personal link. Looking at the link does nothing;
// who accepts says what she is called, and is signed in as the owner of that
// address. Until then nothing of her is kept but the address.

func (s *Slot) intake() bool { return s.TokenBlind != "" }

// Invitee is whom a facilitator invites to an intake call; Email is normalised.
type Invitee struct {
	Email string
	Moment
}

// Invite keeps the moment and returns the token of its link, which is told only
// once. It refuses what overlaps with the facilitator's other appointments.
func (a *Appointments) Invite(ctx context.Context, groupID, guide string, in Invitee) (string, error) {
	taken, err := a.taken(ctx, guide)
	if err != nil {
		return "", err
	}
	token := store.NewID()
	s := &Slot{Meta: store.Meta{ID: store.NewID()}, GroupID: groupID, GuideID: guide, StartAt: in.StartAt, DurationMin: in.DurationMin, TokenBlind: a.vault.Blind("intake", token)}
	if err := a.check(s, taken); err != nil {
		return "", err
	}
	if s.EmailBox, err = a.vault.Seal(ctx, seal.Group(groupID), emailRef(s), []byte(in.Email)); err != nil {
		return "", err
	}
	return token, a.slots.Insert(ctx, s)
}

func emailRef(s *Slot) seal.Ref { return seal.Ref{Coll: slotColl, ID: s.ID, Field: "email"} }

// IntakeView is what the link shows.
type IntakeView struct {
	Organisation string `json:"organisation"`
	Guide        string `json:"guide"`
	StartAt      int64  `json:"startAt" doc:"Unix milliseconds"`
	DurationMin  int    `json:"durationMin"`

	GroupID, GuideID string `json:"-"`
}

// Intake reads an invitation by its token. Accepted, called off, past and
// unknown ones are alike.
func (a *Appointments) Intake(ctx context.Context, token string) (IntakeView, error) {
	s, err := a.byToken(ctx, token)
	if err != nil {
		return IntakeView{}, err
	}
	return IntakeView{StartAt: s.StartAt, DurationMin: s.DurationMin, GroupID: s.GroupID, GuideID: s.GuideID}, nil
}

func (a *Appointments) byToken(ctx context.Context, token string) (*Slot, error) {
	s, err := a.slots.One(ctx, store.Is("tokenBlind", a.vault.Blind("intake", token)))
	if err != nil {
		return nil, gone(err)
	}
	if s.BookedBy != "" || s.CalledOff || s.StartAt <= a.now().UnixMilli() {
		return nil, fault.Gone()
	}
	return s, nil
}

// Accept plans the call of the two and returns the person whom the link was
// sent to. The meeting comes first: one that lost its slot is called off.
func (a *Appointments) Accept(ctx context.Context, token, name, lang string) (personID string, err error) {
	s, err := a.byToken(ctx, token)
	if err != nil {
		return "", err
	}
	if _, err := groups.CleanAlias(name); err != nil {
		return "", err
	}
	email, err := a.address(ctx, s)
	if err != nil {
		return "", err
	}
	person, err := a.people.Enrol(ctx, email, lang, true)
	if err != nil {
		return "", err
	}
	meeting, err := a.groups.PlanIntake(ctx, s.GroupID, s.GuideID, person, name, s.StartAt, s.DurationMin)
	if err != nil {
		return "", err
	}
	_, err = a.slots.Update(ctx, s.ID, func(s *Slot) error {
		if s.BookedBy != "" || s.CalledOff {
			return fault.Gone()
		}
		s.BookedBy, s.MeetingID = person, meeting
		s.Sequence++
		return nil
	})
	if err != nil {
		err = errors.Join(err, a.groups.CallOff(context.WithoutCancel(ctx), meeting))
	}
	return person, gone(err)
}

// circle is where a slot's people are known: a guest in her meeting's alone.
func (a *Appointments) circle(ctx context.Context, s *Slot) (*groups.Circle, error) {
	if s.intake() && s.MeetingID != "" {
		return a.groups.MeetingCircle(ctx, s.MeetingID)
	}
	return a.groups.Circle(ctx, s.GroupID)
}

// address is where the link of an intake call went, "" of any other slot.
func (a *Appointments) address(ctx context.Context, s *Slot) (string, error) {
	if !s.intake() {
		return "", nil
	}
	b, err := a.vault.Open(ctx, seal.Group(s.GroupID), emailRef(s), s.EmailBox)
	if errors.Is(err, seal.ErrErased) {
		err = nil
	}
	return string(b), err
}

// Intakes lists a guest's calls that are not over, in order of time.
func (a *Appointments) Intakes(ctx context.Context, person string) ([]SlotView, error) {
	found, err := a.slots.Find(ctx, store.Query{Where: []store.Cond{store.Is("bookedBy", person), a.upcoming()}, OrderBy: "startAt", Limit: 1000})
	out := []SlotView{}
	for _, s := range found {
		if !s.intake() || s.end() < a.now().UnixMilli()-shownAfter.Milliseconds() {
			continue
		}
		c, err := a.circle(ctx, s)
		if err != nil {
			return nil, err
		}
		v, err := a.view(ctx, c, s, person)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, err
}
