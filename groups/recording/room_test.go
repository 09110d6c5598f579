package recording_test

import (
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording/recordingtest"
	"kring/groups/recording/take"
)

// TestARoomsDeviceNeedsEverybodysYes: anna's device hears bert, too.
func TestARoomsDeviceNeedsEverybodysYes(t *testing.T) {
	w := newWorld(t)
	w.Takes.Scene(w.meeting, take.Scene{Open: true, Seated: []take.Seated{
		{ID: w.ids["anna"], Persons: []string{"anna", "bert"}}, {ID: w.ids["bert"], Persons: []string{"bert"}}, {ID: w.ids["cees"], Persons: []string{"cees"}},
	}})
	groupstest.Must(t, w.Start(t.Context(), w.group, w.meeting, groupstest.Guide))
	w.answer("anna", true)
	w.answer("cees", true)
	groupstest.Must(t, w.Start(t.Context(), w.group, w.meeting, groupstest.Guide)) // does not wait for bert
	say := func() {
		w.send(2*time.Second, track{"anna", 0, 2 * time.Second, annas, ""}, track{"cees", 0, 2 * time.Second, ceess, ""})
	}
	say()
	w.answer("bert", true)
	say()
	sum := w.stop()
	sound := recordingtest.Sound(t, w.film(sum.ID))
	if l := recordingtest.Level(sound, annas, 0, 2*time.Second); l > unheard {
		t.Errorf("before bert's yes the room is at %.4f", l)
	}
	if l := recordingtest.Level(sound, annas, 2200*time.Millisecond, 3800*time.Millisecond); l < heard {
		t.Errorf("after it the room is at %.4f", l)
	}
	groupstest.Must(t, w.Withdraw(t.Context(), sum.ID, "bert"))
	sound = recordingtest.Sound(t, w.film(w.ready().ID))
	if l := recordingtest.Level(sound, annas, 0, 4*time.Second); l > unheard {
		t.Errorf("after bert withdrew the room is at %.4f", l)
	}
	if l := recordingtest.Level(sound, ceess, 0, 4*time.Second); l < heard {
		t.Errorf("the control, cees, is at %.4f", l)
	}
}
