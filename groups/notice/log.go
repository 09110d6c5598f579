package notice

import (
	"context"

	"kring/internal/store"
)

// Told is one notice in a person's own log.
type Told struct {
	Kind string `json:"kind"`
	At   int64  `json:"at" doc:"When it went, or was given up, Unix ms; while it waits: when it will be tried"`
	Mail string `json:"mail" enum:",sent,off,nowhere,refused,failed,late,moot" doc:"Empty while it waits"`
	Push string `json:"push" enum:",sent,off,nowhere,refused,failed,late,moot"`
}

// Log is what a person was told of late, the newest first, and what waits.
func (n *Notices) Log(ctx context.Context, person string) ([]Told, error) {
	found, err := n.queue.Find(ctx, store.Query{Where: []store.Cond{store.Is("personId", person)}, OrderBy: "askedAt", Desc: true, Limit: 100})
	out := []Told{}
	for _, d := range found {
		out = append(out, Told{Kind: d.Kind, At: max(d.OverAt, d.DueAt), Mail: d.Mail, Push: d.Push})
	}
	return out, err
}
