package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/meeting"
	"kring/groups/script"
	"kring/internal/bus"
)

// TestAPieceInTheMeeting: a piece of the Groepstafel on everybody's screen. The
// meeting knows its id only, its words are nowhere in it, at rest, on the bus
// or in what the room's device gets; taken back it is gone from the screens.
func TestAPieceInTheMeeting(t *testing.T) {
	w := start(t)
	w.populate()
	ctx, id, group := t.Context(), w.running["meeting"], w.running["group"]
	guide, member := w.people["facilitator"], w.people["member"]
	all, err := w.table.Of(ctx, group, member)
	w.must(err)
	piece := ""
	for _, p := range all {
		if p.Text == "op het werk" {
			piece = p.ID
		}
	}
	events := make(chan bus.Event, 100)
	cancel, err := w.bus.Subscribe("*.*", func(e bus.Event) { events <- e })
	w.must(err)
	defer cancel()

	if err := w.onTable(ctx, id, "elders"); err == nil {
		t.Error("a piece that is not on this group's table can be shown")
	}
	w.must(w.onTable(ctx, id, piece))
	leads, shown := w.sees(id, guide)
	w.must(leads.Play(ctx, script.ShowPiece(piece)))
	shown("the piece", func(x *meeting.View) bool { return x.Stage.Table == piece })
	status, body := w.request(http.MethodGet, "/api/groups/"+group+"/table", member, nil, nil)
	if status != http.StatusOK || !strings.Contains(string(body), "op het werk") {
		t.Errorf("a member reads %d %s", status, body)
	}
	var doc groups.Meeting
	w.must(w.docs.Get(ctx, groups.MeetingSpec().Name, id, &doc))
	raw, err := json.Marshal(doc)
	w.must(err)
	if bytes.Contains(raw, []byte("op het werk")) || bytes.Contains(raw, []byte(piece)) {
		t.Error("the meeting at rest tells of the piece")
	}

	status, _ = w.request(http.MethodDelete, "/api/groups/"+group+"/table/"+piece, member, nil, nil)
	if status != http.StatusNoContent {
		t.Fatalf("taking it back: %d", status)
	}
	shown("it is gone from the screens", func(x *meeting.View) bool { return x.Stage.Table == "" })
	for len(events) > 0 {
		if e := <-events; strings.Contains(e.Channel+e.Kind, "werk") {
			t.Errorf("on the bus: %v", e)
		}
	}
}

// sees enters a meeting, and gives the way to wait for what its screen shows.
func (w *world) sees(id, person string) (*meeting.Visit, func(string, func(*meeting.View) bool)) {
	w.t.Helper()
	woken := make(chan struct{}, 1)
	v, err := w.meetings.Enter(w.t.Context(), id, person, meeting.Devices{}, func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	w.must(err)
	return v, func(what string, is func(*meeting.View) bool) {
		w.t.Helper()
		for {
			select {
			case <-woken:
				if u := v.Take(); u.View != nil && is(u.View) {
					return
				}
			case <-time.After(10 * time.Second):
				w.t.Fatal(what)
			}
		}
	}
}
