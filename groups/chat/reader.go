package chat

import (
	"context"
	"errors"
	"slices"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/store"
)

// Reader is somebody who reads a group's channels: what is shown, counted,
// found and changed goes by this one rule.
type Reader struct {
	groups.Viewer
	Circle *groups.Circle
	hides  []string // person ids
}

// Hides is whom a person does not want to read in one group. Nobody is told.
type Hides struct {
	store.Meta `bson:",inline"`
	PersonID   string   `bson:"personId" json:"personId"`
	Hidden     []string `bson:"hidden" json:"hidden"` // person ids
}

func hidesID(groupID, person string) string { return groupID + "." + person }

// Reader finds out as what a person reads in a group, and whom she hides.
func (c *Chat) Reader(ctx context.Context, circle *groups.Circle, person string) (Reader, error) {
	r := Reader{Circle: circle, Viewer: circle.Viewer(person)}
	h, err := c.hides.Get(ctx, hidesID(circle.ID, person))
	if errors.Is(err, store.ErrNotFound) {
		return r, nil
	}
	if err == nil {
		r.hides = h.Hidden
	}
	return r, err
}

// At is the same reader beside a newer circle of the group.
func (r Reader) At(circle *groups.Circle) Reader {
	r.Circle, r.Viewer = circle, circle.Viewer(r.PersonID)
	return r
}

// Hide makes a person read nothing more of a member, or again. Facilitators
// are always read, and facilitators hide nobody: they watch over the group.
func (c *Chat) Hide(ctx context.Context, r Reader, memberID string, hidden bool) error {
	other := r.Circle.PersonOf(memberID)
	seen, ok := r.Circle.See(r.Viewer, other)
	if !ok || seen.Own {
		return fault.Gone()
	}
	if seen.Role != groups.RoleMember || r.Role != groups.RoleMember {
		return fault.New(fault.Conflict, "chat.hide", "only a member hides a member")
	}
	id := hidesID(r.Circle.ID, r.PersonID)
	err := c.hides.Insert(ctx, &Hides{Meta: store.Meta{ID: id}, PersonID: r.PersonID, Hidden: []string{}})
	if err != nil && !errors.Is(err, store.ErrConflict) {
		return err
	}
	_, err = c.hides.Update(ctx, id, func(h *Hides) error {
		h.Hidden = slices.DeleteFunc(h.Hidden, func(p string) bool { return p == other })
		if hidden {
			h.Hidden = append(h.Hidden, other)
		}
		return nil
	})
	return err
}

// HiddenMembers are those of the group whom the reader hides.
func (r Reader) HiddenMembers() []groups.MemberView {
	out := []groups.MemberView{}
	for _, p := range r.hides {
		if m, ok := r.Circle.See(r.Viewer, p); ok {
			out = append(out, m)
		}
	}
	return out
}

// seen says who wrote a message, if the reader may read it.
func (r Reader) seen(m *Message) (groups.MemberView, bool) {
	if m.To != "" && m.To != r.PersonID && m.Author != r.PersonID || slices.Contains(r.hides, m.Author) {
		return groups.MemberView{}, false
	}
	if r.Role == groups.RoleMember {
		member, line := groups.OfLine(m.Channel)
		if groups.IsBackChannel(m.Channel) || line && r.Circle.PersonOf(member) != r.PersonID {
			return groups.MemberView{}, false
		}
	}
	if m.Author == "" { // who left and unlinked it: a member once, whoever it was
		return groups.MemberView{Role: groups.RoleMember}, r.Role != "" && (r.Role != groups.RoleMember || r.Circle.Visibility != groups.VisibleNobody)
	}
	return r.Circle.Author(r.Viewer, m.Author)
}

// MessageView is a message as one reader sees it. ClientID is there for own
// messages only.
type MessageView struct {
	Seq       int64              `json:"seq"`
	Rev       int64              `json:"rev" doc:"Grows with every change; the higher is the newer state"`
	Author    groups.MemberView  `json:"author"`
	Own       bool               `json:"own"`
	To        *groups.MemberView `json:"to,omitempty" doc:"The one other person who reads it; absent when the whole channel does"`
	Text      string             `json:"text"`
	Erased    bool               `json:"erased,omitempty" doc:"The text is gone for good"`
	Removed   string             `json:"removed,omitempty" enum:"author,facilitator,left,expired" doc:"It was taken away, by whom; then it has no text"`
	Edited    bool               `json:"edited,omitempty"`
	Fold      bool               `json:"fold,omitempty" doc:"A heavy subject: shown only when the reader opens it"`
	Picture   *PictureView       `json:"picture,omitempty"`
	Reactions []ReactionView     `json:"reactions,omitempty"`
	At        int64              `json:"at" doc:"Unix milliseconds"`
	ClientID  string             `json:"clientId,omitempty"`
}

// PictureView is the size of a message's photo.
type PictureView struct {
	Width  int `json:"width"`
	Height int `json:"height"`
}

// ReactionView is a sign and who gave it, as far as the reader may know: names
// of those whom she sees, and a number for all whose messages she reads.
type ReactionView struct {
	Kind  string   `json:"kind" enum:"heart,support,recognise,strong,thanks,smile"`
	Count int      `json:"count"`
	Own   bool     `json:"own,omitempty"`
	Names []string `json:"names,omitempty"`
}

// View shows a message to a reader; false when they may not see it: whoever
// may not know the author (see groups.Circle.Author) or hides her, and
// everybody but the two of a message from one to another.
func (r Reader) View(m Message) (MessageView, bool) {
	author, ok := r.seen(&m)
	if !ok {
		return MessageView{}, false
	}
	view := MessageView{
		Seq: m.Seq, Rev: m.Rev, Author: author, Own: author.Own, Text: m.Text, Erased: m.Erased, Removed: m.Removed, Edited: m.Edited != 0 && m.Removed == "",
		Fold: m.Fold, At: m.At, Reactions: r.reactions(&m),
	}
	if m.Picture != nil {
		view.Picture = &PictureView{m.Picture.Width, m.Picture.Height}
	}
	if view.Own {
		view.ClientID = m.ClientID
	}
	if m.To != "" {
		to, _ := r.Circle.See(r.Viewer, m.To)
		view.To = &to
	}
	return view, true
}

func (r Reader) reactions(m *Message) []ReactionView {
	var out []ReactionView
	for _, kind := range Kinds {
		v := ReactionView{Kind: kind}
		for _, one := range m.Reactions {
			if one.Kind != kind {
				continue
			}
			who, ok := r.seen(&Message{Channel: m.Channel, Author: one.PersonID})
			if !ok {
				continue
			}
			v.Count++
			v.Own = v.Own || who.Own
			if who.Alias != "" && !who.Own {
				v.Names = append(v.Names, who.Alias)
			}
		}
		if v.Count > 0 {
			out = append(out, v)
		}
	}
	return out
}

// Views shows the messages of a page that a reader may see.
func (r Reader) Views(ms []Message) []MessageView {
	out := make([]MessageView, 0, len(ms))
	for _, m := range ms {
		if view, ok := r.View(m); ok {
			out = append(out, view)
		}
	}
	return out
}
