package main

import (
	"time"

	"kring/groups/recording"
	"kring/internal/store"
)

// recording is one of a group's meeting, in which nothing was said, by people who said yes.
func (w *world) recording(group, meeting string, hidden bool, people ...string) string {
	w.t.Helper()
	docs, err := store.Open[recording.Recording](w.t.Context(), w.docs, recording.Specs()[0])
	w.must(err)
	now := time.Now()
	d := &recording.Recording{
		GroupID: group, MeetingID: meeting, State: recording.Ready, Hidden: hidden,
		BegunAt: now.UnixMilli(), EndedAt: now.UnixMilli(), ExpiresAt: now.Add(time.Hour).UnixMilli(),
	}
	for _, p := range people {
		d.PersonIDs = append(d.PersonIDs, p)
		d.Answers = append(d.Answers, recording.Answer{PersonID: p, Tracks: []string{"who-" + p}, Yes: true, Version: 1, At: now.UnixMilli()})
	}
	w.must(docs.Insert(w.t.Context(), d))
	return d.ID
}
