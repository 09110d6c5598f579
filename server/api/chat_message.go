package api

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kring/groups/chat"
	"kring/internal/access"
	"kring/internal/fault"
)

// MessageIn names a message of a channel.
type MessageIn struct {
	ChannelIn
	Seq int64 `path:"seq" minimum:"1"`
}

type editIn struct {
	MessageIn
	Body struct {
		Text string `json:"text" maxLength:"16000"`
	}
}

type reactIn struct {
	MessageIn
	Body struct {
		Kind string `json:"kind" enum:"heart,support,recognise,strong,thanks,smile,none" doc:"none takes it away"`
	}
}

type photoIn struct {
	ChannelIn
	Body struct {
		ClientID string `json:"clientId" minLength:"1" maxLength:"64" doc:"As of chat.send: the same again stores nothing"`
		Text     string `json:"text" maxLength:"16000" doc:"What is on it; may be empty"`
		Fold     bool   `json:"fold,omitempty"`
		Photo    []byte `json:"photo" doc:"JPEG, PNG or WebP"`
	}
}

// photoBody is the largest body with a photo: base64 is a third longer.
const photoBody = chat.MaxPhoto*4/3 + bodyLimit

type photoOut struct {
	MessageIn
	Range string `header:"Range" maxLength:"100"`
}

type searchIn struct {
	ChannelIn
	Q      string `query:"q" maxLength:"400"`
	Before int64  `query:"before" minimum:"0" doc:"Where the last look ended; 0 is the end of the channel"`
}

// FoundMessages is what one look through a channel found, newest first.
type FoundMessages struct {
	Messages []chat.MessageView `json:"messages"`
	Before   int64              `json:"before,omitempty" doc:"Ask on from here; absent when everything was looked through"`
}

func (e *Edge) messageOps() {
	const one = "/channels/{channel}/messages/{seq}"
	register(e, op{Method: "GET", Path: "/channels/{channel}/search", ID: "search-messages", Summary: "Look for words in a channel, back in time", Action: access.ReadChat, Kind: access.Channel, Param: "channel", Logged: true}, e.searchMessages)
	register(e, op{Method: "GET", Path: one + "/picture", ID: "message-picture", Summary: "The photo of a message", Action: access.ReadChat, Kind: access.Channel, Param: "channel"}, e.messagePicture)
	register(e, op{Method: "POST", Path: "/channels/{channel}/pictures", ID: "send-picture", Summary: "Send a photo; place and maker are taken out of it", Action: access.SendChat, Kind: access.Channel, Param: "channel", Status: http.StatusNoContent, MaxBody: photoBody},
		func(ctx context.Context, c *caller, in *photoIn) (*empty, error) {
			_, err := e.Chat.Send(ctx, nil, chat.Draft{Channel: in.Channel, Author: c.Person, ClientID: in.Body.ClientID, Text: in.Body.Text, Fold: in.Body.Fold, Photo: bytes.NewReader(in.Body.Photo)})
			return nil, err
		})
	register(e, op{Method: "PUT", Path: one, ID: "edit-message", Summary: "Change the text of an own message", Action: access.SendChat, Kind: access.Channel, Param: "channel", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *editIn) (*empty, error) {
			return e.onMessage(ctx, c, &in.MessageIn, func(r chat.Reader) error {
				return e.Chat.Edit(ctx, r, in.Channel, in.Seq, in.Body.Text)
			})
		})
	register(e, op{Method: "PUT", Path: one + "/reaction", ID: "react", Summary: "Put a sign at a message, or take it away", Action: access.SendChat, Kind: access.Channel, Param: "channel", Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *reactIn) (*empty, error) {
			kind := in.Body.Kind
			if kind == "none" {
				kind = ""
			}
			return e.onMessage(ctx, c, &in.MessageIn, func(r chat.Reader) error {
				return e.Chat.React(ctx, r, in.Channel, in.Seq, kind)
			})
		})
	register(e, op{Method: "DELETE", Path: one, ID: "remove-message", Summary: "Take a message away: an own one in time, a facilitator any", Action: access.SendChat, Kind: access.Channel, Param: "channel", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *MessageIn) (*empty, error) {
			return e.onMessage(ctx, c, in, func(r chat.Reader) error { return e.Chat.Remove(ctx, r, in.Channel, in.Seq) })
		})
}

func (e *Edge) onMessage(ctx context.Context, c *caller, in *MessageIn, do func(chat.Reader) error) (*empty, error) {
	r, err := e.reader(ctx, c, in.Channel)
	if err != nil {
		return nil, err
	}
	return nil, do(r)
}

func (e *Edge) searchMessages(ctx context.Context, c *caller, in *searchIn) (*body[FoundMessages], error) {
	r, err := e.reader(ctx, c, in.Channel)
	if err != nil {
		return nil, err
	}
	found, err := e.Chat.Search(ctx, r, in.Channel, in.Q, in.Before)
	return reply(FoundMessages{r.Views(found.Messages), found.Before}, err)
}

func (e *Edge) messagePicture(ctx context.Context, c *caller, in *photoOut) (*huma.StreamResponse, error) {
	r, err := e.reader(ctx, c, in.Channel)
	if err != nil {
		return nil, err
	}
	m, err := e.Chat.Seen(ctx, r, in.Channel, in.Seq)
	if err != nil {
		return nil, err
	}
	if m.Picture == nil {
		return nil, fault.Gone()
	}
	return ranged{Type: m.Picture.Type, Size: m.Picture.Size, Read: func(at, n int64) (io.ReadCloser, error) {
		return e.Chat.Photo(ctx, m, at, n)
	}}.stream(in.Range)
}
