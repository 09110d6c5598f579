package live

import "kring/groups/chat"

// The chat's messages of a browser.
type (
	// ChatOpen listens to a channel: chat.page until caught up, then chat.message.
	// After is the last seq the client has, -1 for only the last 50; Changes is
	// the number of the last change that it knows of.
	ChatOpen struct {
		Head
		Channel string `json:"channel"`
		After   int64  `json:"after"`
		Changes int64  `json:"changes,omitempty"`
	}
	// ChatClose stops listening.
	ChatClose struct {
		Head
		Channel string `json:"channel"`
	}
	// ChatSend stores a message; chat.sent follows when it is durable. The same
	// ClientID again stores nothing and gets the same answer. To is the one
	// participant of a meeting who may read it, "" for the whole channel.
	ChatSend struct {
		Head
		Channel  string `json:"channel"`
		To       string `json:"to,omitempty"`
		ClientID string `json:"clientId"`
		Text     string `json:"text"`
		Fold     bool   `json:"fold,omitempty"` // a heavy subject: readers open it themselves
	}
	// ChatRead moves the person's own read position; nobody else learns of it.
	ChatRead struct {
		Head
		Channel string `json:"channel"`
		Seq     int64  `json:"seq"`
	}
	// ChatWatch asks to be told, by chat.news, of what waits in the channels of
	// a group.
	ChatWatch struct {
		Head
		Group string `json:"group"`
	}
)

// The chat's messages of the server.
type (
	// ChatPage holds messages in order. The client then has everything up to
	// UpTo; More: the next page follows by itself. Reset: so much changed that
	// what the client had is to be forgotten first.
	ChatPage struct {
		Head
		Channel  string        `json:"channel"`
		Messages []ChatMessage `json:"messages"`
		UpTo     int64         `json:"upTo"`
		Changes  int64         `json:"changes"`
		More     bool          `json:"more"`
		Reset    bool          `json:"reset,omitempty"`
	}
	// ChatChanged holds messages that changed after they were sent, each as it
	// is after change number Changes.
	ChatChanged struct {
		Head
		Channel  string        `json:"channel"`
		Messages []ChatMessage `json:"messages"`
		Changes  int64         `json:"changes"`
	}
	// ChatNews says what waits in a channel that the tab has not open.
	ChatNews struct {
		Head
		Channel string `json:"channel"`
		chat.News
	}
	// ChatNew is chat.message: one message of an open channel.
	ChatNew struct {
		Head
		Channel string      `json:"channel"`
		Message ChatMessage `json:"message"`
	}
	// ChatSent answers chat.send. At is Unix ms.
	ChatSent struct {
		Head
		Channel  string `json:"channel"`
		ClientID string `json:"clientId"`
		Seq      int64  `json:"seq"`
		At       int64  `json:"at"`
	}
)

// ChatMessage is a message as one viewer sees it. At is Unix ms; ClientID is
// there on own messages only.
type ChatMessage struct {
	Seq       int64               `json:"seq"`
	Rev       int64               `json:"rev"` // grows with every change
	Author    Author              `json:"author"`
	Own       bool                `json:"own"`
	To        *Author             `json:"to,omitempty"` // the one other reader
	Text      string              `json:"text"`
	Erased    bool                `json:"erased,omitempty"`  // the text is gone for good
	Removed   string              `json:"removed,omitempty"` // author, facilitator, left or expired
	Edited    bool                `json:"edited,omitempty"`
	Fold      bool                `json:"fold,omitempty"`
	Picture   *chat.PictureView   `json:"picture,omitempty"`
	Reactions []chat.ReactionView `json:"reactions,omitempty"`
	At        int64               `json:"at"`
	ClientID  string              `json:"clientId,omitempty"`
}
