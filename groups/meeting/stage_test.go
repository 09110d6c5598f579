package meeting

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kring/groups"
	"kring/groups/script"
	"kring/internal/seal"
)

// wax seals so that the place is checked and the text is not readable as it is.
type wax struct{}

func (wax) Seal(_ context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error) {
	return append(fmt.Appendf(nil, "%s %v|", k, r), bytes.ToUpper(plain)...), nil
}

func (wax) Open(_ context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error) {
	plain, ok := bytes.CutPrefix(box, fmt.Appendf(nil, "%s %v|", k, r))
	if !ok {
		return nil, errors.New("sealed for another place")
	}
	return bytes.ToLower(plain), nil
}

// draft is the script of the tests.
type draft struct{}

func (draft) Script(context.Context, *groups.Meeting) ([]script.Step, error) {
	return []script.Step{
		{ID: "hallo", Kind: "welcome", Title: script.Text{"nl": "hallo"}, Minutes: 5},
		{ID: "samen", Kind: "module", Title: script.Text{"nl": "samen"}, Minutes: 5, Assignment: "a1", Steps: []string{"s1"}},
		{ID: "dag", Kind: "check-out", Title: script.Text{"nl": "dag"}, Minutes: 5},
	}, nil
}

// work is homework: who answered what.
type work struct {
	mu    sync.Mutex
	words map[string]string // by person
}

func (w *work) write(person, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.words == nil {
		w.words = map[string]string{}
	}
	w.words[person] = text
}

func (w *work) Count(context.Context, string, []string) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.words), nil
}

func (w *work) Answer(_ context.Context, _, person, _ string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.words[person], nil
}

// gather opens the meeting with these people in it.
func (h *hall) gather(people ...string) (els *guest, others []*guest) {
	h.t.Helper()
	els = h.enter("els")
	for _, p := range people {
		others = append(others, h.enter(p))
	}
	ok(h.t, els.Open(bg))
	ok(h.t, els.Admit(bg, Everyone))
	return els, others
}

func (g *guest) step() string {
	if s := g.look().Stage.Step; s != nil {
		return fmt.Sprintf("%s %d/%d", s.ID, s.Number, s.Of)
	}
	return ""
}

func TestTheScriptDrivesEveryScreen(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, others := h.gather("sam")
		sam, roos := others[0], h.enter("roos")
		same(t, "before the first", sam.step(), "")
		ok(t, els.Play(bg, script.Next("")))
		ok(t, els.Play(bg, script.Next("")))
		same(t, "pressed twice is one step", sam.step(), "hallo 1/3")
		same(t, "who waits sees none of it", roos.step(), "")
		same(t, "nor the script", len(sam.state.Stage.Script), 0)
		same(t, "that is the facilitators'", len(els.look().Stage.Script), 3)
		ok(t, els.Play(bg, script.Skip("samen", true)))
		ok(t, els.Play(bg, script.Next("hallo")))
		ok(t, els.Admit(bg, "m-roos"))
		same(t, "who comes late lands in the current step", roos.step(), "dag 2/2")
		code(t, els.Play(bg, script.Next("dag")), "script.end")
		ok(t, els.Play(bg, script.TellWaiting("Zo terug")))
		same(t, "a notice", h.enter("kim").look().Stage.Notice.Text, "Zo terug")
		code(t, h.enter("tim").Play(bg, script.StickPass), "meeting.not-seated")
	})
}

func TestARestartKeepsTheScript(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, newPaper(), "n1")
		els, _ := h.gather("sam", "roos", "kim", "tim")
		ok(t, els.Play(bg, script.Next("")))
		ok(t, els.Play(bg, script.StickStart([]string{"m-sam", "m-roos"}, 60, true)))
		ok(t, els.Play(bg, script.PollDraft("d", "film?", []string{"ja", "nee"}, false)))
		ok(t, els.Play(bg, script.PollStart("d")))
		ok(t, els.Play(bg, script.PollVote([]string{"a"})))
		ok(t, els.Play(bg, script.PairsStart(2, [][]string{{"m-sam", "m-roos"}}, "praat", 600)))
		ok(t, els.Play(bg, script.PairsVisit(1)))
		before := fmt.Sprintf("%+v", *els.look().Stage.Pairs)
		left := h.kill()
		if box := string(left.meeting(t).Live.RunBox); strings.Contains(box, "praat") || !strings.Contains(box, "PRAAT") {
			t.Errorf("what was typed rests as %s", box)
		}

		h = open(t, left, "n1")
		defer h.Close()
		els = h.enter("els")
		s := els.look().Stage
		same(t, "step", els.step(), "hallo 1/3")
		same(t, "stick", s.Stick.Holder, "m-sam")
		same(t, "poll", fmt.Sprint(s.Poll.Mine, s.Poll.Counts), "[a] [1 0]")
		same(t, "pairs", fmt.Sprintf("%+v", *s.Pairs), before)
		roos := h.enter("roos")
		_, err := roos.Offer(bg, "offer")
		ok(t, err)
		same(t, "and the media server hears of the rooms", h.studio.split(), "f-els:1 m-roos:1 m-sam:1")
		same(t, "the stick keeps roos silent", roos.look().Seats[2].MutedBy, "f-els")
	})
}

func TestAQuietStickHoldsAtTheServer(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, others := h.gather("sam", "roos")
		sam, roos := others[0], others[1]
		for _, g := range []*guest{els, sam, roos} {
			_, err := g.Offer(bg, "offer")
			ok(t, err)
		}
		on := func() string {
			var out []bool
			for _, s := range els.look().Seats {
				_, muted := h.studio.is(s.ID)
				same(t, "held as shown", muted, !s.Microphone)
				out = append(out, s.Microphone)
			}
			return fmt.Sprint(out)
		}
		code(t, sam.Play(bg, script.StickPass), "stick.none")
		ok(t, els.Play(bg, script.StickStart([]string{"m-sam", "m-roos"}, 0, true)))
		same(t, "els, sam, roos", on(), "[true true false]")
		ok(t, roos.Media(bg, Devices{true, true}))
		same(t, "nobody gets round it", on(), "[true true false]")
		code(t, roos.Play(bg, script.StickPass), "stick.not-yours")
		ok(t, sam.Play(bg, script.StickPass))
		same(t, "nobody's microphone is turned on by another", on(), "[true false false]")
		ok(t, roos.Media(bg, Devices{true, true}))
		same(t, "but the holder can", on(), "[true false true]")
		ok(t, roos.Leave(bg))
		same(t, "the round is over when the last has gone", els.look().Stage.Stick.Holder, "")
		ok(t, sam.Media(bg, Devices{true, true}))
		same(t, "then all may", on(), "[true true]")
	})
}

func TestPairs(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, others := h.gather("a", "b", "c", "d")
		for _, g := range append(others, els) {
			_, err := g.Offer(bg, "offer")
			ok(t, err)
		}
		ok(t, els.Play(bg, script.PairsStart(2, [][]string{{"m-a", "m-b"}, {"m-c", "m-d"}}, "", 60)))
		same(t, "media keeps to the rooms", h.studio.split(), "m-a:1 m-b:1 m-c:2 m-d:2")
		same(t, "a participant sees her own", fmt.Sprint(others[2].look().Stage.Pairs.Rooms), "[{2 [m-c m-d] false []}]")
		ok(t, others[0].Play(bg, script.PairsHelp(true)))
		same(t, "a call for help", els.look().Stage.Pairs.Rooms[0].Help, true)
		ok(t, els.Play(bg, script.PairsVisit(1)))
		same(t, "who visits is there and nowhere else", h.studio.split(), "f-els:1 m-a:1 m-b:1 m-c:2 m-d:2")
		ok(t, others[0].React(bg, "same"))
		others[1].look()
		others[2].look()
		same(t, "a sign stays in the room", fmt.Sprint(others[1].reacted, others[2].reacted), "[{m-a same}] []")
		ok(t, others[2].Leave(bg))
		same(t, "nobody stays alone", h.studio.split(), "f-els:1 m-a:1 m-b:1")
		time.Sleep(61 * time.Second)
		same(t, "when the time is up all are back", h.studio.split(), "")
		same(t, "and see so", others[0].look().Stage.Pairs == nil, true)
	})
}

func TestJointStep(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, others := h.gather("sam", "roos")
		sam := others[0]
		h.work.write("roos", "thuis al gedaan")
		ok(t, els.Play(bg, script.Goto("samen")))
		same(t, "who did it before counts", els.look().Stage.Joint.Answered, 1)
		code(t, sam.Share(bg, "s1", true), "joint.empty")
		h.work.write("sam", "mijn schouders")
		h.Answered(bg, "a2")
		same(t, "another assignment is nothing", els.look().Stage.Joint.Answered, 1)
		h.Answered(bg, "a1")
		same(t, "counted as it comes", els.look().Stage.Joint.Answered, 2)
		same(t, "and nothing is shown", len(els.state.Stage.Joint.Shared), 0)
		ok(t, sam.Share(bg, "s1", true))
		same(t, "shared under the alias", fmt.Sprint(els.look().Stage.Joint.Shared), "[{m-sam SAM s1 mijn schouders}]")
		ok(t, sam.Share(bg, "s1", false))
		same(t, "taken back", len(els.look().Stage.Joint.Shared), 0)
	})
}

func TestHiddenMembersAreInNoList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openFor(t, newPaper(), "n1", crowd{hidden: true})
		defer h.Close()
		els, others := h.gather("sam", "roos")
		sam, roos := others[0], others[1]
		h.work.write("roos", "geheim")
		ok(t, els.Play(bg, script.Goto("samen")))
		ok(t, els.Play(bg, script.StickStart([]string{"m-roos", "m-sam", "f-els"}, 0, false)))
		ok(t, els.Play(bg, script.PairsStart(2, [][]string{{"m-roos", "m-sam"}}, "", 0)))
		ok(t, roos.Share(bg, "s1", true))
		ok(t, roos.React(bg, "heart"))
		seen := sam.look()
		same(t, "nowhere", strings.Contains(fmt.Sprintf("%+v %+v %+v %+v", seen.Stage.Stick, seen.Stage.Pairs, seen.Stage.Joint, sam.reacted), "roos"), false)
		same(t, "what is shared has no name", fmt.Sprint(seen.Stage.Joint.Shared), "[{  s1 geheim}]")
		same(t, "the facilitator knows", fmt.Sprint(els.look().Stage.Joint.Shared), "[{m-roos ROOS s1 geheim}]")
	})
}

func TestDebrief(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, others := h.gather("sam")
		roos := h.enter("roos")
		ok(t, h.enter("bo").Debrief(bg))
		same(t, "sam goes home", others[0].end(), Ended)
		same(t, "and who waited", roos.end(), Ended)
		same(t, "the facilitators stay", seats(els.look()), "0:Els 2:Bo")
		same(t, "to talk", els.state.Stage.Debrief, true)
		_, err := h.tryEnter("sam")
		code(t, err, "meeting.closed")
		code(t, els.Debrief(bg), "meeting.not-open")
		time.Sleep(time.Hour)
		same(t, "as long as they like", els.end(), Reason(""))
		ok(t, els.Close(bg))
		same(t, "then it is over", els.end(), Ended)
	})
}

func TestTheClosingIsTold(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		els, others := h.gather("sam")
		same(t, "led", others[0].look().Closing, int64(0))
		els.Gone()
		at := time.Now().Add(5 * time.Minute).UnixMilli()
		same(t, "it closes in five minutes", others[0].look().Closing, at)
		time.Sleep(time.Minute)
		h.enter("els")
		same(t, "not any more", others[0].look().Closing, int64(0))
	})
}

func TestAChatMeetingHasNoMedia(t *testing.T) {
	inside(t, func(t *testing.T, h *hall) {
		h.paper.set(func(p *paper) {
			d, _ := p.get("m1")
			d.Kind = chatKind
			p.put(d)
		})
		els, others := h.gather("sam")
		_, err := others[0].Offer(bg, "offer")
		code(t, err, "media.none")
		ok(t, others[0].Media(bg, Devices{true, true}))
		same(t, "no devices", els.look().Seats[1].Devices, Devices{})
	})
}
