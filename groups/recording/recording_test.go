package recording_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"kring/groups/groupstest"
	"kring/groups/recording"
	"kring/groups/recording/recordingtest"
	"kring/internal/seal"
)

const (
	annas, berts, ceess = 440, 1000, 1700 // Hz
	heard, unheard      = 0.03, 0.006
)

// TestOnlyWhoSaysYesIsRecorded plants a tone and a picture in the tracks of one
// who says no, and looks for them in what is watched; a control is found there.
func TestOnlyWhoSaysYesIsRecorded(t *testing.T) {
	w := newWorld(t)
	w.start("anna", "bert")
	w.send(6*time.Second, track{"anna", 0, 2 * time.Second, annas, "red"}, track{"cees", 2 * time.Second, 4 * time.Second, ceess, "blue"},
		track{"bert", 4 * time.Second, 6 * time.Second, berts, ""})
	sum := w.stop()
	film := w.film(sum.ID)
	sound := recordingtest.Sound(t, film)
	if l := recordingtest.Level(sound, annas, 200*time.Millisecond, 1800*time.Millisecond); l < heard {
		t.Errorf("anna's tone is at %.4f", l)
	}
	if l := recordingtest.Level(sound, berts, 4200*time.Millisecond, 5800*time.Millisecond); l < heard {
		t.Errorf("bert's tone is at %.4f", l)
	}
	if l := recordingtest.Level(sound, ceess, 0, 6*time.Second); l > unheard {
		t.Errorf("the tone of cees, who said no, is at %.4f", l)
	}
	for at, want := range map[float64]string{1: "red", 3.5: "dark"} {
		if got := recordingtest.Colour(t, film, at); got != want {
			t.Errorf("at %v s the picture is %s, want %s", at, got, want)
		}
	}
	if n := w.media.Offered(w.ids["cees"]); n != 0 {
		t.Errorf("%d pieces of cees were taken", n)
	}
	if files := w.files("captures"); len(files) != 0 {
		t.Errorf("captures are left: %v", files)
	}
	for _, f := range w.files("blobs") {
		if string(read(t, f)[:3]) != "age" {
			t.Errorf("%s is not sealed", f)
		}
	}
	v := w.view(sum.ID, "anna")
	if len(v.Voices) < 2 || v.Voices[0].Alias != "anna" || v.Yours != "yes" || len(v.Chapters) != 1 || v.Chapters[0].Title != "Kennismaken" {
		t.Errorf("shown as %+v", v)
	}
}

func TestNobodyIsTakenBeforeAnAnswer(t *testing.T) {
	w := newWorld(t)
	w.scene(false, "anna", "bert")
	groupstest.Must(t, w.Start(t.Context(), w.group, w.meeting, groupstest.Guide))
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	w.answer("anna", true)
	if l := w.Takes.Live(w.meeting, "anna", true); l.State != "asking" || len(l.Asked) != 1 || l.Asked[0] != w.ids["bert"] || l.Yours != "yes" {
		t.Fatalf("while bert has not answered: %+v", l)
	}
	w.answer("bert", false)
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	w.scene(false, people...) // cees comes late
	w.send(time.Second, track{"cees", 0, time.Second, ceess, ""})
	if l := w.Takes.Live(w.meeting, "cees", false); l.State != "running" || l.Yours != "" || l.Asked != nil {
		t.Errorf("cees, who comes late, sees %+v", l)
	}
	w.answer("cees", true)
	w.send(time.Second, track{"cees", 0, time.Second, berts, ""})
	sound := recordingtest.Sound(t, w.film(w.stop().ID))
	if l := recordingtest.Level(sound, annas, 100*time.Millisecond, 900*time.Millisecond); l < heard {
		t.Errorf("anna's tone after everybody answered is at %.4f", l)
	}
	if l := recordingtest.Level(sound, ceess, 0, 3*time.Second); l > unheard {
		t.Errorf("what cees said before the answer is at %.4f", l)
	}
	if l := recordingtest.Level(sound, berts, 2100*time.Millisecond, 2900*time.Millisecond); l < heard {
		t.Errorf("what cees said after the answer is at %.4f", l)
	}
}

func TestItPausesWhilePeopleAreApart(t *testing.T) {
	w := newWorld(t)
	w.start("anna", "bert")
	w.send(2*time.Second, track{"anna", 0, 2 * time.Second, annas, ""})
	w.scene(true, people...)
	if l := w.Takes.Live(w.meeting, "anna", false); l.State != "paused" {
		t.Errorf("in pairs it is %s", l.State)
	}
	w.send(30*time.Second, track{"bert", 0, 2 * time.Second, ceess, ""})
	w.scene(false, people...)
	w.send(2*time.Second, track{"bert", 0, 2 * time.Second, berts, ""})
	sum := w.stop()
	if sum.LengthMs < 3900 || sum.LengthMs > 4200 {
		t.Errorf("%d ms long; want about 4000, without the pause", sum.LengthMs)
	}
	sound := recordingtest.Sound(t, w.film(sum.ID))
	if l := recordingtest.Level(sound, ceess, 0, 4*time.Second); l > unheard {
		t.Errorf("what was said apart is at %.4f", l)
	}
	if l := recordingtest.Level(sound, berts, 2200*time.Millisecond, 3800*time.Millisecond); l < heard {
		t.Errorf("what was said after it is at %.4f", l)
	}
}

// TestWithdraw: after it a person's tone is nowhere, and the rest is as before.
func TestWithdraw(t *testing.T) {
	w := newWorld(t)
	w.start("anna", "bert")
	for range 3 { // more than one part
		w.send(40*time.Second, track{"anna", 0, 5 * time.Second, annas, "red"}, track{"bert", 3 * time.Second, 8 * time.Second, berts, ""})
	}
	before := w.stop()
	sound := recordingtest.Sound(t, w.film(before.ID))
	if recordingtest.Level(sound, annas, 0, 3*time.Second) < heard || recordingtest.Level(sound, annas, 81*time.Second, 83*time.Second) < heard {
		t.Fatal("the control: anna is not found where she is")
	}
	old, err := w.Film(t.Context(), before.ID)
	groupstest.Must(t, err)
	blobs := map[string][]byte{}
	for _, f := range w.files("blobs") {
		blobs[f] = read(t, f)
	}

	groupstest.Must(t, w.Withdraw(t.Context(), before.ID, "anna"))
	after := w.ready()
	for f, b := range blobs { // somebody puts a backup of the files back
		if _, err := os.Stat(f); err != nil {
			groupstest.Must(t, os.WriteFile(f, b, 0o600))
		}
	}
	for _, at := range []int64{old.Size / 8, old.Size / 2, old.Size - 1} { // anna is in every part
		r, err := old.Read(at, 1)
		groupstest.Must(t, err)
		if _, err := r.Read(make([]byte, 1)); !errors.Is(err, seal.ErrErased) {
			t.Errorf("the old film at %d of %d bytes: %v, want that its key is erased", at, old.Size, err)
		}
		groupstest.Must(t, r.Close())
	}
	if after.LengthMs != before.LengthMs {
		t.Errorf("%d ms long, %d before", after.LengthMs, before.LengthMs)
	}
	film := w.film(after.ID)
	now := recordingtest.Sound(t, film)
	for at := time.Duration(0); at < 118*time.Second; at += 2 * time.Second {
		if l := recordingtest.Level(now, annas, at, at+2*time.Second); l > unheard {
			t.Errorf("anna's tone is at %.4f at %v", l, at)
		}
	}
	for _, at := range []time.Duration{4 * time.Second, 44 * time.Second, 84 * time.Second} {
		if l := recordingtest.Level(now, berts, at, at+3*time.Second); l < heard {
			t.Errorf("bert's tone is at %.4f at %v", l, at)
		}
	}
	if got := recordingtest.Colour(t, film, 2); got != "dark" {
		t.Errorf("anna's picture is there still: %s", got)
	}
	if v := w.view(after.ID, "anna"); v.Yours != "withdrawn" {
		t.Errorf("anna sees %q", v.Yours)
	}
}

func TestNoAfterYesInTheMeetingWithdraws(t *testing.T) {
	w := newWorld(t)
	w.start("anna", "bert")
	w.send(3*time.Second, track{"anna", 0, 3 * time.Second, annas, ""}, track{"bert", 0, 3 * time.Second, berts, ""})
	w.answer("anna", false)
	w.send(3*time.Second, track{"anna", 0, 3 * time.Second, annas, ""}, track{"bert", 0, 3 * time.Second, berts, ""})
	if err := w.Answer(t.Context(), w.meeting, w.ids["anna"], "anna", true, version); err == nil {
		t.Error("a yes after that is taken, whose key is destroyed")
	}
	sound := recordingtest.Sound(t, w.film(w.stop().ID))
	if l := recordingtest.Level(sound, annas, 0, 6*time.Second); l > unheard {
		t.Errorf("anna's tone is at %.4f", l)
	}
	if l := recordingtest.Level(sound, berts, 0, 6*time.Second); l < heard {
		t.Errorf("bert's tone is at %.4f", l)
	}
}

func TestARestartLeavesAPlayableRecording(t *testing.T) {
	w := newWorld(t)
	w.start("anna", "bert")
	w.send(90*time.Second, track{"anna", 0, 5 * time.Second, annas, "red"}, track{"bert", 70 * time.Second, 80 * time.Second, berts, ""})
	w.Close()
	if l := w.list(); len(l) != 1 || l[0].State != "running" {
		t.Fatalf("after the stop: %+v", l)
	}
	w.open()
	sum := w.ready()
	if sum.Why != "restart" || sum.LengthMs < 79_000 {
		t.Errorf("%+v", sum)
	}
	sound := recordingtest.Sound(t, w.film(sum.ID))
	if recordingtest.Level(sound, annas, 0, 4*time.Second) < heard || recordingtest.Level(sound, berts, 71*time.Second, 79*time.Second) < heard {
		t.Error("something is lost")
	}
}

func TestCutTakesAStretchOutForGood(t *testing.T) {
	w := newWorld(t)
	w.start("anna")
	w.send(9*time.Second, track{"anna", 0, 3 * time.Second, annas, ""}, track{"anna", 3 * time.Second, 6 * time.Second, berts, ""}, track{"anna", 6 * time.Second, 9 * time.Second, ceess, ""})
	before := w.stop()
	groupstest.Must(t, w.Cut(t.Context(), before.ID, cut(3000, 6100)))
	after := w.ready()
	sound := recordingtest.Sound(t, w.film(after.ID))
	if l := recordingtest.Level(sound, berts, 0, 9*time.Second); l > unheard {
		t.Errorf("what was cut is at %.4f", l)
	}
	if recordingtest.Level(sound, annas, 0, 3*time.Second) < heard || recordingtest.Level(sound, ceess, 6200*time.Millisecond, 8800*time.Millisecond) < heard {
		t.Error("more than that is gone")
	}
	if before.LengthMs != after.LengthMs {
		t.Errorf("%d ms long, %d before", after.LengthMs, before.LengthMs)
	}
}

func TestWatchingMostCountsOnce(t *testing.T) {
	w := newWorld(t)
	w.start("anna")
	w.send(62*time.Second, track{"anna", 0, 2 * time.Second, annas, ""}, track{"anna", 58 * time.Second, 60 * time.Second, annas, ""})
	sum := w.stop()
	for i, want := range []int{0, 0, 0, 0, 1} {
		groupstest.Must(t, w.Watched(t.Context(), sum.ID, "bert", int64(i)*10_000, int64(i+1)*10_000))
		if len(w.back.people) != want {
			t.Errorf("after %d s: %v", 10*(i+1), w.back.people)
		}
	}
	v := w.view(sum.ID, "bert")
	if v.AtMs != 50_000 || v.Seen < 60 || len(v.Viewers) != 0 {
		t.Errorf("bert goes on at %d, has seen %d", v.AtMs, v.Seen)
	}
	if v := w.view(sum.ID, groupstest.Guide); len(v.Viewers) != 1 || v.Viewers[0].Alias != "bert" {
		t.Errorf("the facilitator sees %+v", v.Viewers)
	}
}

// TestSaidBy: everybody finds what they said, also after they took it back.
func TestSaidBy(t *testing.T) {
	w := newWorld(t)
	said := func(person string) string {
		l, err := w.SaidBy(t.Context(), person)
		groupstest.Must(t, err)
		if len(l) == 0 {
			return ""
		}
		return l[0].Yours
	}
	w.scene(false, people...)
	groupstest.Must(t, w.Start(t.Context(), w.group, w.meeting, groupstest.Guide))
	w.answer("anna", true)
	if got := said("anna"); got != "" {
		t.Errorf("of what has not begun anna finds %q", got)
	}
	w.answer("bert", false)
	w.answer("cees", true)
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	w.stop()
	if a, b := said("anna"), said("bert"); a != "yes" || b != "no" {
		t.Errorf("anna finds %q, bert %q", a, b)
	}
	l, err := w.SaidBy(t.Context(), "anna")
	groupstest.Must(t, err)
	groupstest.Must(t, w.Withdraw(t.Context(), l[0].ID, "anna"))
	if got := said("anna"); got != "withdrawn" {
		t.Errorf("afterwards anna finds %q", got)
	}
}

// captions are what a page is given.
func (w *world) captions(id string) string {
	w.t.Helper()
	b, err := w.Captions(w.t.Context(), id)
	groupstest.Must(w.t, err)
	return string(b)
}

// TestCaptionsAreKeptWhileEverybodyIsRecorded writes a line at every turn of a
// meeting: before, apart, and while somebody sits there who said no.
func TestCaptionsAreKeptWhileEverybodyIsRecorded(t *testing.T) {
	w := newWorld(t)
	say := func(line string) { w.Takes.Caption(w.meeting, line) }
	say("voor het begin")
	w.scene(false, "anna", "bert")
	groupstest.Must(t, w.Start(t.Context(), w.group, w.meeting, groupstest.Guide))
	w.answer("anna", true)
	say("zonder antwoord van bert")
	w.answer("bert", true)
	w.send(2*time.Second, track{"anna", 0, 2 * time.Second, annas, ""})
	say("goed & wel <i>--> \n samen")
	w.send(2*time.Second, track{"bert", 0, 2 * time.Second, berts, ""})
	say("dit zei bert")
	w.scene(true, "anna", "bert")
	say("in tweetallen")
	w.scene(false, people...)
	say("cees zit erbij")
	w.answer("cees", false)
	say("cees zei nee")
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	sum := w.stop()
	want := "WEBVTT\n\n00:00:02.000 --> 00:00:04.000\ngoed &amp; wel &lt;i&gt;--&gt; samen\n\n00:00:04.000 --> 00:00:11.000\ndit zei bert\n"
	if got := w.captions(sum.ID); got != want {
		t.Errorf("kept:\n%s\nwant:\n%s", got, want)
	}
	if !w.view(sum.ID, "anna").Captions {
		t.Error("the page is not told that there are captions")
	}
	groupstest.Must(t, w.Withdraw(t.Context(), sum.ID, "bert"))
	if got := w.captions(sum.ID); got != "WEBVTT\n" || w.view(sum.ID, "anna").Captions {
		t.Errorf("after bert was taken out:\n%s", got)
	}
}

// TestACutTakesItsCaptions and leaves those of other minutes.
func TestACutTakesItsCaptions(t *testing.T) {
	w := newWorld(t)
	w.start("anna", "bert", "cees")
	w.Takes.Caption(w.meeting, "in het begin")
	w.send(2*time.Minute, track{"anna", 0, time.Second, annas, ""}, track{"bert", 119 * time.Second, 2 * time.Minute, berts, ""})
	w.Takes.Caption(w.meeting, "aan het eind")
	w.send(time.Second, track{"anna", 0, time.Second, annas, ""})
	sum := w.stop()
	if got := w.captions(sum.ID); !strings.Contains(got, "in het begin") || !strings.Contains(got, "aan het eind") {
		t.Fatalf("before the cut:\n%s", got)
	}
	groupstest.Must(t, w.Cut(t.Context(), sum.ID, recording.Cut{From: 100_000, To: 110_000}))
	if got := w.captions(sum.ID); !strings.Contains(got, "in het begin") || strings.Contains(got, "aan het eind") {
		t.Errorf("what was written soon after a stretch that was cut out is still there, or all is gone:\n%s", got)
	}
}
