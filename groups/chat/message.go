package chat

import (
	"strings"
	"unicode/utf8"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Why a message is gone; its place in the channel stays (CHAT-4, 7).
const (
	ByAuthor      = "author"
	ByFacilitator = "facilitator"
	ByLeaving     = "left"    // its author left and took it along
	ByTime        = "expired" // it was kept as long as the group keeps messages
)

// Message is one message. Seq counts from 1 in its channel.
type Message struct {
	store.Meta `bson:",inline"`
	Channel    string `bson:"channel" json:"channel"`
	Seq        int64  `bson:"seq" json:"seq"`
	Author     string `bson:"author" json:"author"` // person id
	To         string `bson:"to" json:"to"`         // person id of the only other reader, "" for the whole channel
	ClientID   string `bson:"clientId" json:"clientId"`
	TextBox    []byte `bson:"textBox" json:"textBox"`
	At         int64  `bson:"at" json:"at"` // Unix ms

	Edited    int64      `bson:"edited" json:"edited"`   // Unix ms; 0: never
	Removed   string     `bson:"removed" json:"removed"` // by whom; "": it stands
	Fold      bool       `bson:"fold" json:"fold"`       // its author folded it: a heavy subject
	Picture   *Picture   `bson:"picture,omitempty" json:"picture,omitempty"`
	Reactions []Reaction `bson:"reactions,omitempty" json:"reactions,omitempty"`

	// Text is what TextBox holds, "" when Erased: the group's key is gone.
	Text   string `bson:"-" json:"-"`
	Erased bool   `bson:"-" json:"-"`
}

// Picture is a photo of a message: a sealed file, opened by Box.
type Picture struct {
	Blob   string `bson:"blob" json:"blob"`
	Box    []byte `bson:"box" json:"box"`
	Type   string `bson:"type" json:"type"` // MIME
	Width  int    `bson:"width" json:"width"`
	Height int    `bson:"height" json:"height"`
	Size   int64  `bson:"size" json:"size"` // bytes
}

// Reaction is one person's one sign at a message.
type Reaction struct {
	PersonID string `bson:"personId" json:"personId"`
	Kind     string `bson:"kind" json:"kind"`
}

// Kinds are the signs that there are (CHAT-4): few, and each with a name.
var Kinds = []string{"heart", "support", "recognise", "strong", "thanks", "smile"}

func (m *Message) check() error {
	if n := utf8.RuneCountInString(m.Text); n > MaxText || !utf8.ValidString(m.Text) || strings.TrimSpace(m.Text) == "" && m.Picture == nil {
		return fault.Bad("text", "message.text", "a message has 1 to %d characters, this one has %d", MaxText, n)
	}
	if m.ClientID == "" || len(m.ClientID) > maxClientID {
		return fault.Bad("clientId", "message.client-id", "the client id needs 1 to %d bytes", maxClientID)
	}
	return nil
}

func (m *Message) ref() seal.Ref { return seal.Ref{Coll: messageColl, ID: m.ID, Field: "text"} }

func keyOf(channel string) (seal.Key, error) {
	id, ok := groups.OfChannel(channel)
	if !ok {
		return "", fault.Gone()
	}
	return seal.Group(id), nil
}
