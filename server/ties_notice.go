package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"kring/groups/notice"
	"kring/server/account"
)

// openNotices opens the queue of what people are told; startNotices begins to
// empty it, when everything that a notice may be about is there.
func (k *kring) openNotices(ctx context.Context) (err error) {
	k.notices, err = notice.Open(ctx, notice.Deps{DB: k.docs, Mail: mailed{k}, Push: nowhere{}})
	return err
}

func (k *kring) startNotices(ctx context.Context) {
	k.runs(ctx, func(ctx context.Context) {
		k.notices.Run(ctx, func(err error) { slog.Error("a notice did not go; it is tried again", "error", err) })
	})
	k.every(ctx, 24*time.Hour, "remove old notices from people's logs", func(ctx context.Context) error {
		n, err := k.notices.Sweep(ctx)
		if n > 0 {
			slog.Info("old notices removed", "count", n)
		}
		return err
	})
}

// mailed takes notices to people by mail.
type mailed struct{ *kring }

func (m mailed) Carry(ctx context.Context, p notice.Parcel) error {
	err := m.accounts.Notify(ctx, account.Notification{ID: p.ID, PersonID: p.PersonID, Kind: p.Kind})
	switch {
	case errors.Is(err, account.ErrNowhere):
		return notice.ErrNowhere
	case errors.Is(err, account.ErrRefused):
		return notice.ErrRefused
	}
	return err
}

// nowhere is a way that nobody has.
type nowhere struct{}

func (nowhere) Carry(context.Context, notice.Parcel) error { return notice.ErrNowhere }
