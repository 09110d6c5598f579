package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"kring/groups"
	"kring/groups/calendar"
	"kring/groups/inbox"
	"kring/groups/notice"
	"kring/groups/reminder"
	"kring/internal/fault"
	"kring/server/account"
	"kring/server/push"
)

// openNotices opens the queue of what people are told; startNotices begins to
// empty it, when everything that a notice may be about is there.
func (k *kring) openNotices(ctx context.Context) (err error) {
	if k.push, err = push.Open(ctx, push.Options{DB: k.docs, Vault: k.vault, Contact: k.contact(), Hosts: k.PushHosts}); err != nil {
		return err
	}
	k.onClose(func() error { k.push.Close(); return nil })
	if k.feeds, err = calendar.OpenFeeds(ctx, k.docs, k.vault.Blind, nil); err != nil {
		return err
	}
	k.notices, err = notice.Open(ctx, notice.Deps{DB: k.docs, Mail: mailed{k}, Push: k.push})
	return err
}

// contact is where a push service may complain: the sender of mail, or the
// address of this server.
func (k *kring) contact() string {
	if from := k.sender(); !strings.HasSuffix(from, "@localhost") {
		return from
	}
	return k.PublicURL
}

// sender is the address that mail comes from; without a mail server, a name
// that calendars accept.
func (k *kring) sender() string {
	if s, ok := k.accounts.Post.Carrier().(*account.SMTP); ok {
		return s.From
	}
	return "kring@localhost"
}

func (k *kring) startNotices(ctx context.Context) {
	r := &reminder.Reminders{Meetings: k.groups, Homework: k.homework, Notices: k.notices, Now: time.Now}
	k.notices.Still = func(ctx context.Context, n notice.Note) (bool, error) {
		if n.Kind == notice.Chat {
			return k.unread(ctx, n.PersonID)
		}
		return r.Still(ctx, n)
	}
	k.runs(ctx, func(ctx context.Context) {
		k.notices.Run(ctx, func(err error) { slog.Error("a notice did not go; it is tried again", "error", err) })
	})
	k.every(ctx, time.Minute, "remind people", r.Do)
	k.every(ctx, 5*time.Second, "settle waiting lists", func(ctx context.Context) error {
		return k.groups.SettleLines(ctx, func(ctx context.Context, t groups.Tell) error {
			return k.notices.Plan(ctx, notice.Note{PersonID: t.PersonID, Kind: t.Kind, Key: t.Key, Until: t.Until})
		})
	})
	k.every(ctx, 24*time.Hour, "remove old notices from people's logs", func(ctx context.Context) error {
		n, err := k.notices.Sweep(ctx)
		if n > 0 {
			slog.Info("old notices removed", "count", n)
		}
		return err
	})
}

// unread reports whether there is a message that a person has not read.
func (k *kring) unread(ctx context.Context, person string) (bool, error) {
	all, err := (&inbox.Inbox{Groups: k.groups, Chat: k.chat}).Of(ctx, person)
	return slices.ContainsFunc(all, func(c inbox.Conversation) bool { return c.Unread > 0 }), err
}

// mailed takes notices to people by mail; one about a meeting brings its
// calendar entry.
type mailed struct{ *kring }

func (m mailed) Carry(ctx context.Context, p notice.Parcel) error {
	n := account.Notification{ID: p.ID, PersonID: p.PersonID, Kind: p.Kind}
	switch p.Kind {
	case notice.MeetingDay, notice.MeetingHour, notice.MeetingMoved, notice.MeetingOff:
		about, err := m.groups.Planned(ctx, p.About)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if err == nil {
			e := about.Entry()
			e.Off = p.Kind == notice.MeetingOff
			n.When = e.StartAt
			n.Calendar = func(to string) ([]byte, string) {
				return calendar.Invitation(e, calendar.Place{PublicURL: m.PublicURL, Now: time.Now().UnixMilli()}, m.sender(), to)
			}
		}
	}
	err := m.accounts.Notify(ctx, n)
	switch {
	case errors.Is(err, account.ErrNowhere):
		return notice.ErrNowhere
	case errors.Is(err, account.ErrRefused):
		return notice.ErrRefused
	}
	return err
}
