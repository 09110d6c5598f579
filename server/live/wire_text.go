package live

import (
	"context"

	"kring/groups/meeting"
	"kring/internal/access"
)

// What is written while it is said (MEET-17). Nothing of it is stored.
type (
	// MeetingTyping is meeting.text of a browser: what its person is typing now,
	// at most 200 characters, "" when it is done.
	MeetingTyping struct {
		Head
		Meeting string `json:"meeting"`
		Text    string `json:"text"`
	}
	// MeetingCaption is what is being said, written by the captioner; one that is
	// not final is replaced by the next.
	MeetingCaption struct {
		Head
		Meeting string `json:"meeting"`
		Text    string `json:"text"`
		Final   bool   `json:"final"`
	}
	// MeetingCaptioned tells what is being said; one that is not final is replaced
	// by the next.
	MeetingCaptioned struct {
		Head
		Meeting string `json:"meeting"`
		Text    string `json:"text"`
		Final   bool   `json:"final"`
	}
	// MeetingTyped tells what somebody is typing; the newest of each person counts.
	MeetingTyped struct {
		Head
		Meeting string `json:"meeting"`
		ID      string `json:"id"`
		Text    string `json:"text"`
	}
)

// Present is somebody who sits in one room with others (MEET-11).
type Present struct {
	Author
	Hand      int  `json:"hand"`
	Connected bool `json:"connected"`
}

var textTable = []kind{
	on("meeting.text", access.EnterMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingTyping) error {
		return v.Type(ctx, m.Text)
	})),
	on("meeting.caption", access.EnterMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingCaption) error {
		return v.Caption(ctx, meeting.Caption{Text: m.Text, Final: m.Final})
	})),
	on("meeting.captioner", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingWho) error {
		return v.Captioner(ctx, m.Who)
	})),
}

func (m MeetingTyping) place() string  { return m.Meeting }
func (m MeetingCaption) place() string { return m.Meeting }

// tellWritten tells what others type and what is said.
func (c *conn) tellWritten(id string, u meeting.Update) error {
	for _, x := range u.Texts {
		if err := c.tell(MeetingTyped{Head{Type: "meeting.typed"}, id, x.ID, x.Text}); err != nil {
			return err
		}
	}
	for _, x := range u.Captions {
		if err := c.tell(MeetingCaptioned{Head{Type: "meeting.captioned"}, id, x.Text, x.Final}); err != nil {
			return err
		}
	}
	return nil
}

func wirePresent(all []meeting.Present) []Present {
	var out []Present
	for _, p := range all {
		out = append(out, Present{Author{p.ID, p.Alias, p.Role}, p.Hand, p.Connected})
	}
	return out
}
