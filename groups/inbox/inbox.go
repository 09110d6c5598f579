// Package inbox lists a person's conversations: those of her groups, of the
// meetings that were written in, and between one member and the facilitators
// (CHAT-1). It keeps nothing: what waits is counted from the messages and the
// person's own marks each time, as one and the same reader sees them.
package inbox

import (
	"cmp"
	"context"
	"slices"

	"kring/groups"
	"kring/groups/chat"
	"kring/internal/fault"
)

// Kinds of conversation.
const (
	Group   = "group"
	Line    = "line"
	Back    = "back"
	Meeting = "meeting"
)

// Conversation is one channel as one person knows it.
type Conversation struct {
	Channel    string             `json:"channel"`
	Kind       string             `json:"kind" enum:"group,line,back,meeting"`
	GroupID    string             `json:"groupId"`
	GroupName  string             `json:"groupName"`
	AnswerTime string             `json:"answerTime" doc:"When the facilitators answer, in the group's own words"`
	Member     *groups.MemberView `json:"member,omitempty" doc:"Whose line it is, for a facilitator"`
	Meeting    *MeetingRef        `json:"meeting,omitempty"`
	Ended      bool               `json:"ended,omitempty" doc:"The group has ended: it is read, not written"`
	Last       *Last              `json:"last,omitempty" doc:"The newest message that the person may see"`
	chat.News
}

// MeetingRef is whose thread a conversation is.
type MeetingRef struct {
	ID      string `json:"id"`
	Number  int    `json:"number"`
	Title   string `json:"title"`
	StartAt int64  `json:"startAt" doc:"Unix milliseconds"`
}

// Last is the beginning of the newest message.
type Last struct {
	Alias   string `json:"alias" doc:"Empty when the reader does not know whose it is"`
	Own     bool   `json:"own,omitempty"`
	Text    string `json:"text" doc:"Empty when it is folded, taken away or only a picture"`
	Fold    bool   `json:"fold,omitempty"`
	Removed bool   `json:"removed,omitempty"`
	Picture bool   `json:"picture,omitempty"`
}

const shown = 90 // runes of the newest message

// Inbox is the service.
type Inbox struct {
	Groups *groups.Groups
	Chat   *chat.Chat
}

// Of lists a person's conversations, the newest first, those without a word
// last. Threads of meetings and other people's lines are there once somebody wrote.
func (b *Inbox) Of(ctx context.Context, person string) ([]Conversation, error) {
	mine, err := b.Groups.MyGroups(ctx, person)
	if err != nil {
		return nil, err
	}
	out := []Conversation{}
	for _, g := range mine {
		of, err := b.ofGroup(ctx, g, person)
		if err != nil {
			return nil, err
		}
		out = append(out, of...)
	}
	slices.SortStableFunc(out, func(x, y Conversation) int { return cmp.Compare(y.LastAt, x.LastAt) })
	return out, nil
}

func (b *Inbox) ofGroup(ctx context.Context, g groups.MyGroup, person string) ([]Conversation, error) {
	r, err := b.reader(ctx, g.ID, person)
	if err != nil {
		return nil, err
	}
	all := []Conversation{{Kind: Group, Channel: g.Channel}}
	if g.Back == "" {
		all = append(all, Conversation{Kind: Line, Channel: g.Line})
	} else {
		all = append(all, Conversation{Kind: Back, Channel: g.Back})
		for _, m := range r.Circle.Members(r.Viewer) {
			all = append(all, Conversation{Kind: Line, Channel: groups.LineChannel(g.ID, m.ID), Member: &m})
		}
	}
	ms, err := b.Groups.Meetings(ctx, r.Circle.Group)
	if err != nil {
		return nil, err
	}
	for _, m := range ms {
		all = append(all, Conversation{Kind: Meeting, Channel: groups.MeetingChannel(m.ID), Meeting: &MeetingRef{m.ID, m.Number, m.Title, m.StartAt}})
	}
	out := all[:0]
	for _, c := range all {
		if err := b.fill(ctx, r, &c); err != nil {
			return nil, err
		}
		if c.Kind == Group || c.Channel == g.Line || c.LastAt > 0 {
			out = append(out, c)
		}
	}
	return out, nil
}

// One is a conversation that a person may read, by its channel; that she may
// was asked before.
func (b *Inbox) One(ctx context.Context, channel, person string) (Conversation, error) {
	id, ok := groups.OfChannel(channel)
	if !ok {
		return Conversation{}, fault.Gone()
	}
	r, err := b.reader(ctx, id, person)
	if err != nil {
		return Conversation{}, err
	}
	c := Conversation{Kind: Group, Channel: channel}
	if groups.IsBackChannel(channel) {
		c.Kind = Back
	}
	if member, ok := groups.OfLine(channel); ok {
		c.Kind = Line
		if m, ok := r.Circle.See(r.Viewer, r.Circle.PersonOf(member)); ok && !m.Own {
			c.Member = &m
		}
	}
	if meeting, ok := groups.OfMeetingChannel(channel); ok {
		m, err := b.Groups.Meeting(ctx, meeting)
		if err != nil {
			return c, err
		}
		c.Kind, c.Meeting = Meeting, &MeetingRef{m.ID, m.Number, m.Title, m.StartAt}
	}
	return c, b.fill(ctx, r, &c)
}

func (b *Inbox) reader(ctx context.Context, group, person string) (chat.Reader, error) {
	circle, err := b.Groups.Circle(ctx, group)
	if err != nil {
		return chat.Reader{}, err
	}
	return b.Chat.Reader(ctx, circle, person)
}

// fill adds what the messages tell.
func (b *Inbox) fill(ctx context.Context, r chat.Reader, c *Conversation) (err error) {
	g := r.Circle.Group
	c.GroupID, c.GroupName, c.AnswerTime, c.Ended = g.ID, g.Name, g.AnswerTime, g.Status == groups.StatusEnded
	var last *chat.MessageView
	if c.News, last, err = b.Chat.NewsAndLast(ctx, r, c.Channel); err != nil || last == nil {
		return err
	}
	c.Last = &Last{Alias: last.Author.Alias, Own: last.Own, Fold: last.Fold, Removed: last.Removed != "", Picture: last.Picture != nil}
	if text := []rune(last.Text); !last.Fold {
		c.Last.Text = string(text[:min(len(text), shown)])
	}
	return nil
}
