package main

import (
	"context"
	"errors"
	"log/slog"
)

// openSurveys tells questionnaires whose they are, and starts what mails the
// notices of their rules.
func (k *kring) openSurveys(ctx context.Context) {
	k.homework.Surveys.Organisation = func(ctx context.Context, groupID string) (string, error) {
		if groupID == "" { // self-help
			return "", nil
		}
		g, err := k.groups.Group(ctx, groupID)
		if err != nil {
			return "", err
		}
		return g.OrgID, nil
	}
	k.runs(ctx, func(ctx context.Context) {
		k.homework.Surveys.Mailing(ctx, k.mailNotice, func(err error) { slog.Error("the mail of a notice did not go; it is tried again", "error", err) })
	})
}

// mailNotice writes to who is told of an answer, the group's facilitators
// unless somebody is named. The mail says to look, not why.
func (k *kring) mailNotice(ctx context.Context, groupID string, tell []string) error {
	if len(tell) == 0 {
		g, err := k.groups.Group(ctx, groupID)
		if err != nil {
			return err
		}
		tell = g.GuideIDs
	}
	var errs []error
	for _, person := range tell {
		errs = append(errs, k.accounts.Write(ctx, person, "notice"))
	}
	return errors.Join(errs...)
}
