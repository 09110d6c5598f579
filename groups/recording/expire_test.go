package recording_test

import (
	"slices"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
)

func days(n int) int64 { return int64(n) * int64(24*time.Hour) }

// TestWhatHasExpiredIsRemoved: after as many days as the group said when people
// were asked, and it is told.
func TestWhatHasExpiredIsRemoved(t *testing.T) {
	w := newWorld(t)
	w.group.Keep = groups.Keep{RecordingDays: 20}
	w.start("anna")
	if n, err := w.Days(t.Context(), w.meeting, 90); n != 20 || err != nil {
		t.Errorf("people are told %d days, %v", n, err)
	}
	w.send(2*time.Second, track{"anna", 0, 2 * time.Second, annas, ""})
	sum := w.stop()
	w.clock.Add(days(20) - int64(time.Minute))
	if n, err := w.Sweep(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d removed too early, %v", n, err)
	}
	w.clock.Add(int64(2 * time.Minute))
	if n, err := w.Sweep(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d removed, %v", n, err)
	}
	if _, err := w.Film(t.Context(), sum.ID); err == nil || len(w.files("blobs")) > 0 {
		t.Errorf("something is left: %v %v", err, w.files("blobs"))
	}
	if want := []string{"try " + w.group.ID + " " + sum.ID, "done <nil>"}; !slices.Equal(w.expired, want) {
		t.Errorf("told %v, want %v", w.expired, want)
	}
}

// TestNoLongerThanAgreed: a group that keeps shorter shortens what is there, and
// one that keeps longer does not lengthen it.
func TestNoLongerThanAgreed(t *testing.T) {
	w := newWorld(t)
	w.start("anna")
	w.send(2*time.Second, track{"anna", 0, 2 * time.Second, annas, ""})
	before := w.stop().ExpiresAt // a group for guidance: 90 days
	groupstest.Must(t, w.Shorten(t.Context(), w.group.ID, 180))
	if got := w.ready().ExpiresAt; got != before {
		t.Errorf("longer: it expires %d ms later", got-before)
	}
	groupstest.Must(t, w.Shorten(t.Context(), w.group.ID, 30))
	if got, want := w.ready().ExpiresAt, before-days(60)/1e6; got != want {
		t.Errorf("shorter: it expires at %d, want %d", got, want)
	}
}
