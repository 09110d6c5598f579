package main

import (
	"context"
	"log/slog"
	"time"

	"kring/groups/chat"
	concern "kring/groups/chat/report"
	"kring/groups/chat/rules"
	"kring/internal/access"
	"kring/internal/fault"
)

// openChat opens the chat and what a group has agreed about it.
func (k *kring) openChat(ctx context.Context) (err error) {
	if k.rules, err = rules.Open(ctx, rules.Deps{DB: k.docs, Vault: k.vault, Groups: k.groups}); err != nil {
		return err
	}
	if k.chat, err = chat.Open(ctx, chat.Deps{DB: k.docs, Blobs: k.blobs, Vault: k.vault, Notifier: posted{k.bus}, Gate: k.rules}); err != nil {
		return err
	}
	if k.concerns, err = concern.Open(ctx, concern.Deps{DB: k.docs, Vault: k.vault, Tell: k.notices}); err != nil {
		return err
	}
	k.every(ctx, 10*time.Minute, "give on what nobody decided in time", func(ctx context.Context) error {
		n, err := k.concerns.Overdue(ctx, k.named)
		if n > 0 {
			slog.Info("reports given on to the named person", "count", n)
		}
		return err
	})
	k.every(ctx, 6*time.Hour, "remove messages that are not kept longer", func(ctx context.Context) error {
		n, err := k.expireChats(ctx)
		if n > 0 {
			slog.Info("old messages removed", "count", n)
		}
		return err
	})
	return nil
}

// named is who decides in a group when its facilitators do not.
func (k *kring) named(ctx context.Context, group string) (string, error) {
	r, err := k.rules.Of(ctx, group)
	if err != nil {
		return "", err
	}
	return r.Set.Named, nil
}

// expireChats removes what each group keeps no longer.
func (k *kring) expireChats(ctx context.Context) (n int, err error) {
	for after := ""; ; {
		gs, err := k.groups.After(ctx, after, 100)
		if err != nil || len(gs) == 0 {
			return n, err
		}
		for _, g := range gs {
			after = g.ID
			channels, err := k.groups.Channels(ctx, g)
			if err != nil {
				return n, err
			}
			before := time.Now().AddDate(0, 0, -g.Kept().ChatDays).UnixMilli()
			for _, channel := range channels {
				did, err := k.chat.Expire(ctx, channel, before)
				if n += did; err != nil {
					return n, err
				}
			}
		}
	}
}

// reportFacts: to a report about one of them, facilitators are nobody.
func (k *kring) reportFacts(ctx context.Context, person, id string) (access.Facts, error) {
	r, err := k.concerns.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	f, err := k.groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: r.GroupID})
	f.Facilitator = f.Facilitator && !r.Guides
	f.Named, f.Owner = r.To != "" && r.To == person, r.About
	return f, err
}
