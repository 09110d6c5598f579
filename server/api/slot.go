package api

import (
	"context"
	"net/http"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/meeting"
	"kring/internal/access"
)

type offerIn struct {
	GroupIn
	Body appointment.Offer
}

// SlotIn names a slot in the path. Exported, because huma leaves unexported
// embedded structs empty.
type SlotIn struct {
	Slot string `path:"slot" maxLength:"40"`
}

// calendarOut is a file that a browser gives to the calendar.
type calendarOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

type practiceIn struct {
	GroupIn
	Body struct {
		MemberID string `json:"memberId,omitempty" doc:"For facilitators: whose practice room; left out it is one's own"`
	}
}

// Captions takes what the captioner of a live meeting writes.
type Captions interface {
	Caption(ctx context.Context, meeting, personID string, c meeting.Caption) error
}

type captionIn struct {
	MeetingIn
	Body struct {
		Text  string `json:"text" maxLength:"800"`
		Final bool   `json:"final" doc:"False: the next one replaces it"`
	}
}

func (e *Edge) slotOps() {
	register(e, op{Method: "GET", Path: "/groups/{group}/slots", ID: "slots", Summary: "Moments for a conversation between two", Action: access.ReadSlots, Kind: access.Group, Param: "group"},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[[]appointment.SlotView], error) {
			return list(e.Slots.Of(ctx, in.Group, c.Person))
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/slots", ID: "offer-slots", Summary: "Offer moments to the members, or to one", Action: access.OfferSlots, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *offerIn) (*empty, error) {
			return nil, e.Slots.Offer(ctx, in.Group, c.Person, in.Body)
		})
	e.intakeOps()
	register(e, op{Method: "POST", Path: "/slots/{slot}/booking", ID: "book-slot", Summary: "Book a moment; it becomes a meeting of the two", Action: access.BookSlot, Kind: access.Slot, Param: "slot", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *SlotIn) (*empty, error) {
			return nil, e.Slots.Book(ctx, in.Slot, c.Person)
		})
	register(e, op{Method: "DELETE", Path: "/slots/{slot}/booking", ID: "cancel-booking", Summary: "Cancel one's own booking", Action: access.CancelSlot, Kind: access.Slot, Param: "slot", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *SlotIn) (*empty, error) {
			return nil, e.Slots.Cancel(ctx, in.Slot, c.Person)
		})
	register(e, op{Method: "DELETE", Path: "/slots/{slot}", ID: "withdraw-slot", Summary: "Call a moment off, booked or not", Action: access.WithdrawSlot, Kind: access.Slot, Param: "slot", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *SlotIn) (*empty, error) {
			return nil, e.Slots.Withdraw(ctx, in.Slot)
		})
	register(e, op{Method: "GET", Path: "/slots/{slot}/calendar", ID: "slot-calendar", Summary: "The appointment as a calendar file (.ics), for the two of it", Action: access.ReadSlot, Kind: access.Slot, Param: "slot"},
		func(ctx context.Context, c *caller, in *SlotIn) (*calendarOut, error) {
			raw, err := e.Slots.Calendar(ctx, in.Slot, c.Person, e.PublicURL)
			return &calendarOut{ContentType: "text/calendar; charset=utf-8", Disposition: `attachment; filename="afspraak.ics"`, Body: raw}, err
		})
	register(e, op{Method: "POST", Path: "/meetings/{meeting}/captions", ID: "caption", Summary: "A caption, from the appointed captioner or an engine signed in as that", Action: access.EnterMeeting, Kind: access.Meeting, Param: "meeting", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *captionIn) (*empty, error) {
			return nil, e.Captions.Caption(ctx, in.Meeting, c.Person, meeting.Caption{Text: in.Body.Text, Final: in.Body.Final})
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/practice", ID: "practice", Summary: "The id of a practice room: one's own or, for facilitators, a member's", Action: access.Practise, Kind: access.Group, Param: "group"}, e.practice)
}

// practice: a member who names another gets her own.
func (e *Edge) practice(ctx context.Context, c *caller, in *practiceIn) (*body[Created], error) {
	person := c.Person
	if in.Body.MemberID != "" && c.Facilitator {
		circle, err := e.Groups.Circle(ctx, in.Group)
		if err != nil {
			return nil, err
		}
		if person, err = circle.MemberPerson(in.Body.MemberID); err != nil {
			return nil, err
		}
	}
	id, err := e.Groups.PracticeRoom(ctx, in.Group, person)
	return reply(Created{ID: id}, err)
}

// slotsOf gathers a person's intake calls, and the slots of all groups that
// they are in.
func (e *Edge) slotsOf(ctx context.Context, person string, mine []groups.MyGroup) ([]appointment.SlotView, error) {
	out, err := e.Slots.Intakes(ctx, person)
	if err != nil {
		return nil, err
	}
	for _, g := range mine {
		if g.Ended {
			continue
		}
		vs, err := e.Slots.Of(ctx, g.ID, person)
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			if v.Own && v.Status != "free" || g.Role == groups.RoleMember {
				out = append(out, v)
			}
		}
	}
	return out, nil
}
