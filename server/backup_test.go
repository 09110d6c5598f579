package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/dump"
)

// TestExportKnowsAll: every collection that a running Kring opens is exported.
func TestExportKnowsAll(t *testing.T) {
	w := start(t)
	real, all := w.docs, dump.Record(w.docs)
	w.docs = all
	w.must(w.openLog(t.Context()))
	w.must(w.openAccounts(t.Context()))
	w.must(w.openDomains(t.Context()))
	w.must(w.openCare(t.Context()))
	w.must(w.openRecordings(t.Context()))
	w.must(w.openMeetings(t.Context()))
	w.must(w.openReports(t.Context()))
	w.docs = real
	if opened, exported := names(all.Specs()), names(specs()); !slices.Equal(opened, exported) {
		t.Errorf("Kring opens %v and exports %v", opened, exported)
	}
}

func names(specs []store.Spec) (out []string) {
	for _, s := range specs {
		out = append(out, s.Name)
	}
	slices.Sort(out)
	return out
}

// TestMove moves the whole demo, after a walk through it, from the embedded
// store to the engine under test (MongoDB in `make contract`): what comes out
// there is what went in, and people go on where they were.
func TestMove(t *testing.T) {
	t.Parallel()
	from := newPlace(t, "MONGODB_URI=")
	s := from.serve("--demo")
	w := walkThrough(t, s)
	s.stop()
	documents, keys := from.must("", "export"), from.must("", "export", "--keys")
	for field, word := range w.typed {
		if found(word, map[string][]byte{"": []byte(documents + keys)}) != nil {
			t.Errorf("the %s is readable in the export", field)
		}
	}
	if !strings.Contains(documents, w.control) {
		t.Error("the group's name is not in the export")
	}
	to := from.elsewhere()
	to.must(documents, "import")
	to.must(keys, "import", "--keys")
	if again := to.must("", "export"); again != documents {
		t.Errorf("%d bytes came out, %d went in", len(again), len(documents))
	}
	if _, errs, err := to.run(documents, "import"); err == nil || !strings.Contains(errs, "conflict") {
		t.Errorf("a second import: %v, %s", err, errs)
	}
	s = to.serve("--demo")
	w.first.url = s.url // cookies are for the host, on any port
	b := w.read(w.first)
	for _, field := range []string{"alias", "second alias", "chat", "draft", "feedback"} {
		if !strings.Contains(b, w.typed[field]) {
			t.Errorf("after the move the %s is gone", field)
		}
	}
	s.stop()
}

// read gathers what a member can read of the walk's group.
func (w *walk) read(g *guest) string {
	g.t.Helper()
	var items []struct{ AssignmentID string }
	g.must("GET", "/api/groups/"+w.group+"/assignments", nil, nil, &items)
	var all strings.Builder
	for _, path := range []string{"/api/session", "/api/groups/" + w.group, "/api/channels/" + w.channel + "/messages", "/api/assignments/" + items[0].AssignmentID} {
		var raw json.RawMessage
		g.must("GET", path, nil, nil, &raw)
		all.Write(raw)
	}
	return all.String()
}

// TestErasedStaysErased: a backup that was made before somebody's key was
// destroyed gives back everything but what was theirs.
func TestErasedStaysErased(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	s := p.serve("--demo")
	w := walkThrough(t, s)
	var me, other struct{ Person struct{ ID string } }
	w.first.must("GET", "/api/session", nil, nil, &me)
	w.second.must("GET", "/api/session", nil, nil, &other)
	answer := w.answerID(s.guest("Marieke"))
	s.stop()
	backup := p.must("", "export")
	p.erase(seal.Person(me.Person.ID))

	q := p.elsewhere()
	q.must(backup, "import")
	q.must(p.must("", "export", "--keys"), "import", "--keys")
	s = q.serve("--demo")
	marieke := s.guest("Marieke")
	res, b, err := marieke.do("GET", "/api/answers/"+answer, nil, nil)
	if err != nil || res.StatusCode != http.StatusGone || !strings.Contains(string(b), `"erased"`) {
		t.Errorf("an erased answer is %v %s, %v", res.Status, b, err)
	}
	var members, own json.RawMessage
	marieke.must("GET", "/api/groups/"+w.group+"/members", nil, nil, &members)
	w.first.url, w.second.url = s.url, s.url
	w.first.must("GET", "/api/session", nil, nil, &own)
	chat := w.read(w.second)
	for field, word := range w.typed {
		if field == "chat" || field == "second alias" { // the group's, and somebody else's
			continue
		}
		if seen := string(members) + string(own) + string(b) + chat; strings.Contains(seen, word) {
			t.Errorf("the %s of somebody erased is readable: %s", field, seen)
		}
	}
	if !strings.Contains(string(members), w.typed["second alias"]) || !strings.Contains(chat, w.typed["chat"]) {
		t.Errorf("what others have is gone: %s %s", members, chat)
	}
	if res, _, err := s.guest("Bram").do("GET", "/api/today", nil, nil); err != nil || res.StatusCode != 200 {
		t.Errorf("Bram's page: %v, %v", res.Status, err)
	}
	s.stop()
}

// answerID finds the answer that the walk sent.
func (w *walk) answerID(guide *guest) string {
	guide.t.Helper()
	var queues struct {
		Answered []struct{ AnswerID, GroupName string }
	}
	guide.must("GET", "/api/feedback", nil, nil, &queues)
	for _, q := range queues.Answered {
		if q.GroupName == w.control {
			return q.AnswerID
		}
	}
	guide.t.Fatalf("no answer in %v", queues)
	return ""
}

// TestVerifyLog: the verifier says that the log of a used demo is whole, while
// it runs and in a copy, and finds an entry that was changed.
func TestVerifyLog(t *testing.T) {
	t.Parallel()
	heads := t.TempDir() + "/heads.jsonl"
	p := newPlace(t, "KRING_LOG_HEADS="+heads)
	s := p.serve("--demo")
	w := walkThrough(t, s)
	if out := p.must("", "verify-log"); !strings.HasPrefix(out, "1 chains, ") {
		t.Errorf("while it runs: %s", out)
	}
	s.stop()
	whole := p.must("", "export")
	if !strings.Contains(whole, `"action":"read-members"`) && !strings.Contains(whole, w.group) {
		t.Fatal("the log holds nothing of the walk")
	}
	changed := strings.Replace(whole, `"outcome":"done"`, `"outcome":"refused"`, 1)
	for text, want := range map[string]string{whole: "", changed: "changed: chain ", dropLast(whole): "cut: chain "} {
		q := p.elsewhere()
		q.env = append(q.env, "KRING_LOG_HEADS="+heads)
		q.must(text, "import")
		out, errs, err := q.run("", "verify-log")
		if (err == nil) != (want == "") || !strings.Contains(out, want) || want != "" && !strings.Contains(errs, "tampered") {
			t.Errorf("%v %s%s, want %q", err, out, errs, want)
		}
		if out2, _, _ := q.run("", "verify-log", heads); out2 != out {
			t.Errorf("with the file named: %s, without: %s", out2, out)
		}
	}
	if _, ok := p.files()["access-log-heads.jsonl"]; ok {
		t.Error("heads are with the data all the same")
	}
}

// dropLast is an export without its last block of the access log.
func dropLast(export string) string {
	lines := strings.SplitAfter(export, "\n")
	at, last := -1, int64(-1)
	for i, l := range lines {
		var entry struct {
			In  string
			Doc struct{ N int64 }
		}
		if json.Unmarshal([]byte(l), &entry) == nil && entry.In == "audit" && entry.Doc.N > last {
			at, last = i, entry.Doc.N
		}
	}
	lines = slices.Delete(lines, at, at+1)
	docs := len(lines) - 3 // the lines at the start and the end, and nothing after the last
	return strings.Replace(strings.Join(lines, ""), fmt.Sprintf(`"count":%d`, docs+1), fmt.Sprintf(`"count":%d`, docs), 1)
}
