package live

import (
	"context"
	"log/slog"

	"github.com/gorilla/websocket"

	"kring/groups"
	"kring/groups/chat"
	"kring/internal/fault"
)

// firstPage is how many messages a chat.open gets that has no place to go on from.
const firstPage = 50

// follow is one socket's place in a channel; it belongs to write.
type follow struct {
	*topic
	seq     int64 // everything up to here was sent; -1: from the last few on
	changes int64 // everything up to this change was sent; -1: not known yet
	reader  chat.Reader
	ref     string // of the chat.open while it has no answer; guarded by conn.mu
	again   bool   // whom the person hides may have changed; guarded by conn.mu
	paging  bool   // chat.page until caught up, then chat.message
	reset   bool   // the next chat.page begins anew
}

func chatOpen(_ context.Context, c *conn, m ChatOpen) (any, error) {
	if m.After < -1 {
		return nil, fault.Bad("after", "message.invalid", "after is -1 or more")
	}
	f := &follow{topic: c.s.join(m.Channel, c), seq: m.After, changes: m.Changes, ref: m.Ref, again: true, paging: true}
	if m.After < 0 {
		f.changes = -1
	}
	c.mu.Lock()
	old := c.channels[m.Channel]
	full := old == nil && len(c.channels) >= maxChannels
	if !full {
		c.channels[m.Channel] = f
	}
	c.mu.Unlock()
	c.replaced(old)
	if full {
		c.s.leave(m.Channel, c)
		return nil, fault.New(fault.TooMany, "too-many", "one socket follows at most %d channels", maxChannels)
	}
	c.nudge()
	return nil, nil
}

func chatClose(_ context.Context, c *conn, m ChatClose) (any, error) {
	c.unfollow(m.Channel)
	return nil, nil
}

func chatSend(ctx context.Context, c *conn, m ChatSend) (any, error) {
	sent, err := c.post(ctx, m)
	if err != nil {
		return nil, err
	}
	return ChatSent{Head{"chat.sent", m.Ref}, m.Channel, m.ClientID, sent.Seq, sent.At}, nil
}

func (c *conn) post(ctx context.Context, m ChatSend) (chat.Message, error) {
	d := chat.Draft{Channel: m.Channel, Author: c.person, To: m.To, ClientID: m.ClientID, Text: m.Text, Fold: m.Fold}
	if m.To == "" {
		return c.s.Chat.Send(ctx, nil, d)
	}
	circle, err := c.s.Groups.ChannelCircle(ctx, m.Channel)
	if err != nil {
		return chat.Message{}, err
	}
	return c.s.Chat.Send(ctx, circle, d)
}

func chatRead(ctx context.Context, c *conn, m ChatRead) (any, error) {
	return nil, c.s.Chat.Read(ctx, c.person, m.Channel, m.Seq)
}

func (c *conn) unfollow(channel string) {
	c.mu.Lock()
	old := c.channels[channel]
	delete(c.channels, channel)
	c.mu.Unlock()
	c.s.leave(channel, c)
	c.replaced(old)
}

// replaced answers the chat.open that no page will answer any more.
func (c *conn) replaced(f *follow) {
	if f == nil {
		return
	}
	if ref := c.asked(f); ref != "" {
		c.refuse(Head{Ref: ref}, fault.New(fault.Conflict, "chat.replaced", "opened again or closed before there was a page"))
	}
}

// asked returns the ref of a chat.open to who answers it first.
func (c *conn) asked(f *follow) (ref string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ref, f.ref = f.ref, ""
	return ref
}

func (c *conn) follows(f *follow) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.channels[f.channel] == f
}

// chatNews writes the next stretch of a channel, if there is one, and what
// changed in those before it.
func (c *conn) chatNews(f *follow) error {
	if !c.follows(f) {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.ctx, workTime)
	defer cancel()
	b, err := f.next(ctx, c)
	if err != nil {
		return c.chatFailed(err)
	}
	if b.more {
		c.nudge()
	}
	if f.paging {
		err = c.chatPage(f, b)
	} else {
		err = c.chatMessages(f, b)
	}
	if err != nil || b.more || f.changes >= b.changes {
		return err
	}
	return c.chatChanges(ctx, f)
}

func (c *conn) chatMessages(f *follow, b batch) error {
	for _, m := range b.messages {
		view, ok := f.reader.View(m)
		if !ok {
			continue
		}
		if err := c.tell(ChatNew{Head{Type: "chat.message"}, f.channel, wireMessage(view)}); err != nil {
			return err
		}
	}
	return nil
}

// chatChanges tells what changed in what this tab has, each once, as it is now.
func (c *conn) chatChanges(ctx context.Context, f *follow) error {
	ms, n, ok, err := c.s.Chat.ChangedSince(ctx, f.channel, f.changes)
	if err != nil {
		return c.chatFailed(err)
	}
	f.changes = n
	if !ok {
		f.seq, f.changes, f.paging, f.reset = -1, -1, true, true
		c.nudge()
		return nil
	}
	return c.tell(ChatChanged{Head{Type: "chat.changed"}, f.channel, wireMessages(f.reader.Views(ms)), n})
}

// next reads the next stretch and moves on past it.
func (f *follow) next(ctx context.Context, c *conn) (batch, error) {
	if f.seq < 0 {
		last, err := f.s.Chat.Before(ctx, f.channel, 0, firstPage)
		if err != nil {
			return batch{}, err
		}
		f.seq = 0
		if len(last.Messages) > 0 {
			f.seq = last.Messages[0].Seq - 1
		}
	}
	b, err := f.after(ctx, f.seq, c.person)
	if err != nil {
		return b, err
	}
	if n := len(b.messages); n > 0 {
		f.seq = b.messages[n-1].Seq
	}
	if f.changes < 0 {
		f.changes = b.changes
	}
	return b, f.readAs(ctx, c, b.circle)
}

// readAs sees to it that f's reader is the one of now.
func (f *follow) readAs(ctx context.Context, c *conn, circle *groups.Circle) (err error) {
	c.mu.Lock()
	again := f.again
	f.again = false
	c.mu.Unlock()
	if !again {
		f.reader = f.reader.At(circle)
		return nil
	}
	if f.reader, err = f.s.Chat.Reader(ctx, circle, c.person); err != nil {
		c.mu.Lock()
		f.again = true
		c.mu.Unlock()
	}
	return err
}

func (c *conn) chatPage(f *follow, b batch) error {
	page := ChatPage{Head{"chat.page", c.asked(f)}, f.channel, wireMessages(f.reader.Views(b.messages)), f.seq, f.changes, b.more, f.reset}
	f.paging, f.reset = b.more, false
	return c.tell(page)
}

// chatFailed: the browser connects again and goes on where it was.
func (c *conn) chatFailed(err error) error {
	if c.ctx.Err() == nil {
		slog.Error("live: read a channel", "err", err)
		c.end(websocket.CloseTryAgainLater)
	}
	return nil
}

func wireMessages(vs []chat.MessageView) []ChatMessage {
	out := make([]ChatMessage, len(vs))
	for i, v := range vs {
		out[i] = wireMessage(v)
	}
	return out
}

func wireMessage(v chat.MessageView) ChatMessage {
	m := ChatMessage{
		Seq: v.Seq, Rev: v.Rev, Author: wireAuthor(v.Author), Own: v.Own, Text: v.Text, Erased: v.Erased, Removed: v.Removed, Edited: v.Edited,
		Fold: v.Fold, Picture: v.Picture, Reactions: v.Reactions, At: v.At, ClientID: v.ClientID,
	}
	if v.To != nil {
		to := wireAuthor(*v.To)
		m.To = &to
	}
	return m
}

func wireAuthor(m groups.MemberView) Author { return Author{m.ID, m.Alias, m.Role} }
