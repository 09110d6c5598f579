package recording_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/groups/recording"
)

// audience is everybody of a group, and takes down what they are told.
type audience struct{ told []string }

func (*audience) Members(context.Context, string) ([]string, error) {
	return append(slices.Clone(people), "dora", "emma"), nil
}

func (a *audience) Tell(_ context.Context, r recording.Reminder) error {
	a.told = append(a.told, r.PersonID)
	return nil
}

// TestWhoMissedItIsReminded: in the last week, of what is shown, and neither who
// was there nor who has watched it.
func TestWhoMissedItIsReminded(t *testing.T) {
	w := newWorld(t)
	w.group.Keep = groups.Keep{RecordingDays: 30}
	w.start("anna")
	w.send(8*time.Second, track{"anna", 0, 8 * time.Second, annas, ""})
	sum := w.stop()
	groupstest.Must(t, w.Watched(t.Context(), sum.ID, "emma", 0, sum.LengthMs))
	told := func() []string {
		w.audience.told = nil
		groupstest.Must(t, w.Remind(t.Context()))
		return w.audience.told
	}
	w.clock.Add(days(22))
	if got := told(); len(got) > 0 {
		t.Errorf("eight days before: %v", got)
	}
	w.clock.Add(days(1) + int64(time.Minute))
	if got := told(); !slices.Equal(got, []string{"dora"}) {
		t.Errorf("in the last week: %v, want dora", got)
	}
	groupstest.Must(t, w.Hide(t.Context(), sum.ID, true))
	if got := told(); len(got) > 0 {
		t.Errorf("of a hidden one: %v", got)
	}
}

// TestNightRenditions: who needed an MP4 in a group once finds the next ones
// made, at night and one after another.
func TestNightRenditions(t *testing.T) {
	w := newWorld(t)
	w.start("anna")
	w.send(2*time.Second, track{"anna", 0, 2 * time.Second, annas, "red"})
	first := w.stop()
	night := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC) // three in Amsterdam
	w.clock.Store(night.UnixNano())
	if n, err := w.Render(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d made that nobody needs, %v", n, err)
	}
	_, err := w.MP4(t.Context(), first.ID)
	groupstest.WantFault(t, err, "recording.rendering")
	w.rendition(first.ID)
	groupstest.Must(t, w.Cut(t.Context(), first.ID, cut(0, 400))) // the one that was made is gone
	w.ready()
	w.clock.Store(night.Add(9 * time.Hour).UnixNano())
	if n, err := w.Render(t.Context()); n != 0 || err != nil {
		t.Fatalf("%d made by day, %v", n, err)
	}
	w.clock.Store(night.Add(24 * time.Hour).UnixNano())
	if n, err := w.Render(t.Context()); n != 1 || err != nil {
		t.Fatalf("%d made at night, %v", n, err)
	}
	if _, err := w.MP4(t.Context(), first.ID); err != nil {
		t.Errorf("in the morning: %v", err)
	}
	if n, err := w.Render(t.Context()); n != 0 || err != nil {
		t.Errorf("%d made again, %v", n, err)
	}
}
