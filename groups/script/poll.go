package script

import (
	"maps"
	"slices"

	"kring/internal/fault"
)

// Poll is one question with options. Votes are by participant id.
type Poll struct {
	ID       string              `json:"id"`
	Question Text                `json:"question"`
	Options  []Option            `json:"options"`
	Several  bool                `json:"several"` // more than one may be chosen
	Open     bool                `json:"open"`
	Shown    bool                `json:"shown"` // the counts, to everybody
	Votes    map[string][]string `json:"votes,omitempty"`
}

// Limits of a poll.
const (
	maxDrafts   = 20
	maxOptions  = 8
	maxQuestion = 300 // characters
	maxLabel    = 120 // characters
)

func (p *Poll) clone() *Poll {
	if p == nil {
		return nil
	}
	c := *p
	c.Votes = maps.Clone(p.Votes)
	return &c
}

// PollDraft keeps a question for later, in place of an earlier draft with this
// id; without a question that draft goes.
func PollDraft(id, question string, labels []string, several bool) Act {
	return func(r *Run, _ Scene) error {
		if err := word("id", id, 1, 40); err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(r.Polls), func(p Poll) bool { return p.ID == id })
		if question == "" {
			r.Polls = rest
			return nil
		}
		err := first(within("id", len(rest)+1, 1, maxDrafts), word("question", question, 1, maxQuestion), within("options", len(labels), 2, maxOptions))
		d := Poll{ID: id, Question: plain(question), Several: several}
		for i, label := range labels {
			err = first(err, word("options", label, 1, maxLabel))
			d.Options = append(d.Options, Option{ID: string(rune('a' + i)), Label: plain(label)})
		}
		if err != nil {
			return err
		}
		r.Polls = append(rest, d)
		return nil
	}
}

// PollStart asks a draft, in place of the poll that was on.
func PollStart(id string) Act {
	return func(r *Run, _ Scene) error {
		i := slices.IndexFunc(r.Polls, func(p Poll) bool { return p.ID == id })
		if i < 0 {
			return fault.Bad("id", "poll.unknown", "no draft %q", id)
		}
		r.keepPoll()
		p := r.Polls[i]
		p.Open, p.Votes = true, map[string][]string{}
		r.Poll, r.Polls = &p, slices.Delete(r.Polls, i, i+1)
		return nil
	}
}

// PollClose takes no more votes.
func PollClose(r *Run, _ Scene) error {
	if r.Poll == nil {
		return none("poll")
	}
	r.Poll.Open = false
	return nil
}

// PollShow shows everybody the counts, or no longer.
func PollShow(shown bool) Act {
	return func(r *Run, _ Scene) error {
		if r.Poll == nil {
			return none("poll")
		}
		r.Poll.Shown = shown
		return nil
	}
}

// PollVote is somebody's choice, in place of an earlier one; none takes it back.
func PollVote(options []string) Act {
	return func(r *Run, s Scene) error {
		p := r.Poll
		switch {
		case p == nil:
			return none("poll")
		case !p.Open:
			return fault.New(fault.Conflict, "poll.closed", "it takes no more votes")
		case len(options) > 1 && !p.Several:
			return fault.Bad("options", "poll.one", "only one may be chosen")
		}
		for _, o := range options {
			known := slices.ContainsFunc(p.Options, func(x Option) bool { return x.ID == o })
			if !known || count(options, o) > 1 {
				return fault.Bad("options", "poll.option", "no such option, or twice")
			}
		}
		if p.Votes[s.You] = slices.Clone(options); len(options) == 0 {
			delete(p.Votes, s.You)
		}
		return nil
	}
}

// counts are the votes by option.
func (p *Poll) counts() []int {
	out := make([]int, len(p.Options))
	for _, mine := range p.Votes {
		for i, o := range p.Options {
			if slices.Contains(mine, o.ID) {
				out[i]++
			}
		}
	}
	return out
}
