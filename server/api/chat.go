package api

import (
	"context"

	"kring/groups/chat"
	"kring/groups/inbox"
	"kring/internal/access"
)

// ChannelIn names a channel.
type ChannelIn struct {
	Channel string `path:"channel" maxLength:"80"`
}

type historyIn struct {
	ChannelIn
	Before int64 `query:"before" minimum:"0" doc:"Messages before this seq; 0 is the end of the channel"`
	After  int64 `query:"after" minimum:"0" doc:"Messages after this seq instead"`
	Around int64 `query:"around" minimum:"0" doc:"Messages about this seq instead"`
	At     int64 `query:"at" minimum:"0" doc:"Messages about the first one since this moment instead, Unix milliseconds"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// History is a stretch of a channel, oldest first.
type History struct {
	Messages []chat.MessageView `json:"messages"`
	More     bool               `json:"more" doc:"There is more: before the first, or after the last when after, around or at was asked"`
	UpTo     int64              `json:"upTo" doc:"With after, around or at: the stretch holds all up to here that the caller may see"`
	From     int64              `json:"from,omitempty" doc:"With around or at: the message that it is about"`
}

func (e *Edge) chatOps() {
	register(e, op{Method: "GET", Path: "/channels", ID: "conversations", Summary: "One's conversations and what waits in each", Action: access.Own, Kind: access.Self},
		func(ctx context.Context, c *caller, _ *struct{}) (*body[[]inbox.Conversation], error) {
			return list(e.Inbox.Of(ctx, c.Person))
		})
	register(e, op{Method: "GET", Path: "/channels/{channel}", ID: "conversation", Summary: "A conversation and what waits in it", Action: access.ReadChat, Kind: access.Channel, Param: "channel"},
		func(ctx context.Context, c *caller, in *ChannelIn) (*body[inbox.Conversation], error) {
			return reply(e.Inbox.One(ctx, in.Channel, c.Person))
		})
	register(e, op{Method: "GET", Path: "/channels/{channel}/messages", ID: "history", Summary: "Messages, back and forth in time without end", Action: access.ReadChat, Kind: access.Channel, Param: "channel", Logged: true}, e.history)
}

// reader is as what the caller reads a channel.
func (e *Edge) reader(ctx context.Context, c *caller, channel string) (chat.Reader, error) {
	circle, err := e.Groups.ChannelCircle(ctx, channel)
	if err != nil {
		return chat.Reader{}, err
	}
	return e.Chat.Reader(ctx, circle, c.Person)
}

func (e *Edge) history(ctx context.Context, c *caller, in *historyIn) (*body[History], error) {
	r, err := e.reader(ctx, c, in.Channel)
	if err != nil {
		return nil, err
	}
	out := History{From: in.Around}
	if in.At > 0 {
		if out.From, err = e.Chat.FirstSince(ctx, in.Channel, in.At); err != nil {
			return nil, err
		}
	}
	var p chat.Page
	switch {
	case out.From > 0:
		p, err = e.Chat.Around(ctx, in.Channel, out.From, in.Limit)
	case in.After > 0:
		p, err = e.Chat.After(ctx, in.Channel, in.After, in.Limit)
	default:
		p, err = e.Chat.Before(ctx, in.Channel, in.Before, in.Limit)
	}
	out.Messages, out.More, out.UpTo = r.Views(p.Messages), p.More, in.After
	if n := len(p.Messages); n > 0 {
		out.UpTo = p.Messages[n-1].Seq
	}
	return reply(out, err)
}
