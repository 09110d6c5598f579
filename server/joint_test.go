package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"kring/groups/meeting"
	"kring/groups/script"
	"kring/homework"
	"kring/homework/programme"
)

// TestAJointStepEndToEnd: the programme's script, the group's own assignment,
// an answer that is kept, and the count that everybody sees, all tied.
func TestAJointStepEndToEnd(t *testing.T) {
	w := start(t)
	w.populate()
	ctx, id := t.Context(), w.running["meeting"]
	guide, noor := w.people["facilitator"], w.person("noor")
	link, err := w.enrol.InviteByLink(ctx, w.running["group"])
	w.must(err)
	w.join(map[string]string{"token": link.Token}, noor, "Noor")
	woken := make(chan struct{}, 1)
	v, err := w.meetings.Enter(ctx, id, guide, meeting.Devices{}, func() {
		select {
		case woken <- struct{}{}:
		default:
		}
	})
	w.must(err)
	state := func(what string, is func(*meeting.View) bool) *meeting.View {
		for {
			select {
			case <-woken:
				if u := v.Take(); u.View != nil && is(u.View) {
					return u.View
				}
			case <-time.After(10 * time.Second):
				t.Fatal(what)
			}
		}
	}
	summary := func(person, want string) {
		t.Helper()
		status, body := w.request(http.MethodGet, "/api/meetings/"+id+"/joint", w.people[person], nil, nil)
		if got := http.StatusText(status) + " " + string(body); !strings.Contains(got, want) {
			t.Errorf("%s gets %s, want %s", person, got, want)
		}
	}
	summary("facilitator", "joint.none")
	w.must(v.Play(ctx, script.Goto("signaal")))
	s := state("the step", func(x *meeting.View) bool { return x.Stage.Joint != nil })
	summary("facilitator", `"counted":0`)
	summary("member", "joint.not-shown")
	w.must(v.Play(ctx, script.JointShow(true)))
	summary("member", `"bars"`)

	before, err := w.homework.Count(ctx, s.Stage.Joint.Assignment, s.Stage.Joint.Steps) // others have worked on it at home
	w.must(err)
	_, err = w.homework.Save(ctx, homework.Work{AssignmentID: s.Stage.Joint.Assignment, PersonID: noor, Values: programme.Values{"eerste-signaal": {Choice: "lijf"}}})
	w.must(err)
	s = state("nobody counted the answer", func(x *meeting.View) bool { return x.Stage.Joint != nil && x.Stage.Joint.Answered == before+1 })
	raw, err := json.Marshal(s)
	w.must(err)
	if strings.Contains(string(raw), "lijf") {
		t.Errorf("an answer that nobody shared: %s", raw)
	}
}
