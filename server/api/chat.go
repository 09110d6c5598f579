package api

import (
	"context"

	"kring/groups"
	"kring/groups/chat"
	"kring/internal/access"
)

type historyIn struct {
	Channel string `path:"channel" maxLength:"40"`
	Before  int64  `query:"before" minimum:"0" doc:"Messages before this seq; 0 is the end of the channel"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// History is a stretch of a channel, oldest first.
type History struct {
	Messages []chat.MessageView `json:"messages"`
	More     bool               `json:"more" doc:"There is more before the first"`
}

func (e *Edge) chatOps() {
	register(e, op{Method: "GET", Path: "/channels/{channel}/messages", ID: "history", Summary: "Messages, back in time without end", Action: access.ReadChat, Kind: access.Channel, Param: "channel", Logged: true}, e.history)
}

func (e *Edge) history(ctx context.Context, c *caller, in *historyIn) (*body[History], error) {
	circle, err := e.Groups.ChannelCircle(ctx, in.Channel)
	if err != nil {
		return nil, err
	}
	p, err := e.Chat.Before(ctx, in.Channel, in.Before, in.Limit)
	if err != nil {
		return nil, err
	}
	return reply(History{Messages: chat.Views(circle, circle.Viewer(c.Person), p.Messages), More: p.More}, nil)
}

// unread counts what waits in each of a person's groups.
func (e *Edge) unread(ctx context.Context, person string, mine []groups.MyGroup) ([]Unread, error) {
	out := []Unread{}
	for _, g := range mine {
		circle, err := e.Groups.Circle(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		for _, channel := range []string{g.Channel, g.Back} {
			if channel == "" {
				continue
			}
			n, err := e.Chat.News(ctx, circle, circle.Viewer(person), channel)
			if err != nil {
				return nil, err
			}
			out = append(out, Unread{Channel: channel, GroupID: g.ID, GroupName: g.Name, Back: channel == g.Back, News: n})
		}
	}
	return out, nil
}
