package main

import (
	"context"
	"errors"

	"kring/groups/notice"
)

// tieSurveys tells questionnaires whose they are, and whom their rules tell.
func (k *kring) tieSurveys() {
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
	k.homework.Surveys.Inform = k.inform
}

// inform tells who is told of an answer, the group's facilitators unless
// somebody is named. The message says to look, not why.
func (k *kring) inform(ctx context.Context, groupID string, tell []string, key string) error {
	if len(tell) == 0 {
		g, err := k.groups.Group(ctx, groupID)
		if err != nil {
			return err
		}
		tell = g.GuideIDs
	}
	var errs []error
	for _, person := range tell {
		errs = append(errs, k.notices.Plan(ctx, notice.Note{PersonID: person, Kind: notice.Danger, Key: key}))
	}
	return errors.Join(errs...)
}
