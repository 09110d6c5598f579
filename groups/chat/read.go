package chat

import (
	"context"
	"errors"

	"kring/groups"
	"kring/internal/store"
)

// maxUnread is where counting stops: "99 or more".
const maxUnread = 100

// Mark is how far a person has read a channel. Nobody else is told.
type Mark struct {
	store.Meta `bson:",inline"`
	PersonID   string `bson:"personId" json:"personId"`
	Channel    string `bson:"channel" json:"channel"`
	Seq        int64  `bson:"seq" json:"seq"`
}

// MessageView is a message as one viewer sees it. ClientID is there for own
// messages only.
type MessageView struct {
	Seq      int64              `json:"seq"`
	Author   groups.MemberView  `json:"author"`
	Own      bool               `json:"own"`
	To       *groups.MemberView `json:"to,omitempty" doc:"The one other person who reads it; absent when the whole channel does"`
	Text     string             `json:"text"`
	Erased   bool               `json:"erased,omitempty" doc:"The text is gone for good"`
	At       int64              `json:"at" doc:"Unix milliseconds"`
	ClientID string             `json:"clientId,omitempty"`
}

// View shows a message of a group to a viewer; false when they may not see it:
// whoever may not know the author (see groups.Circle.Author), and everybody
// but the two of a message from one to another.
func View(c *groups.Circle, v groups.Viewer, m Message) (MessageView, bool) {
	author, ok := seen(c, v, &m)
	if !ok {
		return MessageView{}, false
	}
	view := MessageView{Seq: m.Seq, Author: author, Own: author.Own, Text: m.Text, Erased: m.Erased, At: m.At}
	if view.Own {
		view.ClientID = m.ClientID
	}
	if m.To != "" {
		to, _ := c.See(v, m.To)
		view.To = &to
	}
	return view, true
}

// seen says who wrote a message, if the viewer may read it.
func seen(c *groups.Circle, v groups.Viewer, m *Message) (groups.MemberView, bool) {
	if m.To != "" && m.To != v.PersonID && m.Author != v.PersonID {
		return groups.MemberView{}, false
	}
	if groups.IsBackChannel(m.Channel) && v.Role == groups.RoleMember {
		return groups.MemberView{}, false
	}
	return c.Author(v, m.Author)
}

// Views shows the messages of a page that a viewer may see.
func Views(c *groups.Circle, v groups.Viewer, ms []Message) []MessageView {
	out := make([]MessageView, 0, len(ms))
	for _, m := range ms {
		if view, ok := View(c, v, m); ok {
			out = append(out, view)
		}
	}
	return out
}

// Read keeps that a person has read up to seq. It only moves forward, and not
// past the last message.
func (c *Chat) Read(ctx context.Context, personID, channel string, seq int64) error {
	last, err := c.last(ctx, channel)
	if err != nil {
		return err
	}
	seq = min(seq, last.Seq)
	id := markID(personID, channel)
	err = c.marks.Insert(ctx, &Mark{Meta: store.Meta{ID: id}, PersonID: personID, Channel: channel, Seq: max(seq, 0)})
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	if m, err := c.marks.Get(ctx, id); err != nil || m.Seq >= seq {
		return err
	}
	_, err = c.marks.Update(ctx, id, func(m *Mark) error {
		m.Seq = max(m.Seq, seq)
		return nil
	})
	return err
}

// News is what waits for a person in a channel.
type News struct {
	Unread int   `json:"unread" doc:"100 means 100 or more"`
	Read   int64 `json:"read" doc:"The seq up to which the person has read"`
	LastAt int64 `json:"lastAt,omitempty" doc:"Unix milliseconds of the newest message; absent without one"`
}

// News counts what others wrote after the person's mark and the person may see.
func (c *Chat) News(ctx context.Context, circle *groups.Circle, v groups.Viewer, channel string) (News, error) {
	var n News
	m, err := c.marks.Get(ctx, markID(v.PersonID, channel))
	if err == nil {
		n.Read = m.Seq
	} else if !errors.Is(err, store.ErrNotFound) {
		return n, err
	}
	last, err := c.last(ctx, channel)
	if err != nil {
		return n, err
	}
	if _, ok := seen(circle, v, &last); ok {
		n.LastAt = last.At
	}
	after, err := c.messages.Find(ctx, store.Query{
		Where: []store.Cond{store.Is("channel", channel), {Field: "seq", Op: store.Gt, Value: n.Read}}, OrderBy: "seq", Limit: maxUnread,
	})
	for _, m := range after {
		if author, ok := seen(circle, v, m); ok && !author.Own {
			n.Unread++
		}
	}
	return n, err
}

func markID(personID, channel string) string { return channel + "." + personID }
