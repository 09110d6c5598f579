package homework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kring/homework/programme"
	"kring/internal/fault"
	"kring/internal/store"
)

// maxFeedback is the longest feedback on one step, in characters (code points).
const maxFeedback = 4000

// Remark is feedback on its way in.
type Remark struct {
	AnswerID, Step string // Step is a programme.Place
	By             string // person id of the facilitator
	Rev            int64  // the Review.Rev that was read
	Text           string
}

// NewerReview is the Conflict of feedback on an older Rev: the participant
// handed in again, or a colleague wrote. Current is what stands there now.
type NewerReview struct{ Current Review }

func (n *NewerReview) Error() string {
	return fmt.Sprintf("answer %s was handed in again or has newer feedback", n.Current.ID)
}

// Unwrap is the fault for callers that only want its kind.
func (n *NewerReview) Unwrap() error {
	return fault.New(fault.Conflict, "feedback.stale", "%s", n.Error())
}

// Review returns what facilitators may read of an answer: what was sent, and
// the feedback. An answer that was never handed in is NotFound.
func (h *Homework) Review(ctx context.Context, answerID, lang string) (Review, error) {
	a, err := h.sentAnswer(ctx, answerID)
	if err != nil {
		return Review{}, err
	}
	return h.review(ctx, a, lang)
}

// GiveFeedback writes (or corrects) the feedback on one step or paragraph. The participant
// sees it at once, and the answer leaves the queue. A Rev that is not the
// current one is a *NewerReview.
func (h *Homework) GiveFeedback(ctx context.Context, r Remark, lang string) (Review, error) {
	r.Text = strings.TrimSpace(r.Text)
	if n := utf8.RuneCountInString(r.Text); n == 0 || n > maxFeedback {
		return Review{}, fault.Bad("text", "feedback.length", "%d characters, want 1..%d", n, maxFeedback)
	}
	a, err := h.sentAnswer(ctx, r.AnswerID)
	if err != nil {
		return Review{}, err
	}
	_, m, err := h.open(ctx, a.AssignmentID)
	if err != nil {
		return Review{}, err
	}
	a, err = h.answers.Update(ctx, a.ID, func(a *Answer) error { return h.remark(ctx, a, m, r, lang) })
	if err != nil {
		return Review{}, err
	}
	return h.review(ctx, a, lang)
}

// current refuses what was read at another rev than the answer's.
func (h *Homework) current(ctx context.Context, a *Answer, rev int64, lang string) error {
	if a.SentRev == rev {
		return nil
	}
	current, err := h.review(ctx, a, lang)
	if err != nil {
		return err
	}
	return &NewerReview{Current: current}
}

func (h *Homework) remark(ctx context.Context, a *Answer, m *programme.Module, r Remark, lang string) error {
	given, err := h.sent(ctx, a)
	if err == nil {
		err = remarkable(m, given, r.Step)
	}
	if err == nil {
		err = h.current(ctx, a, r.Rev, lang)
	}
	if err != nil {
		return err
	}
	box, err := h.seal(ctx, a, feedbackField(r.Step), []byte(r.Text))
	if err != nil {
		return err
	}
	if a.Feedback == nil {
		a.Feedback = map[string]Feedback{}
	}
	// Later than what it replaces, so that "read up to" never covers it.
	at := max(time.Now().UnixMilli(), a.Feedback[r.Step].At+1)
	a.Feedback[r.Step] = Feedback{TextBox: box, By: r.By, At: at}
	a.WaitingSince = 0
	a.SentRev++
	return nil
}

// MarkRead notes that the person saw the feedback given up to a time (Unix ms,
// the newest At on the page), so that what arrives meanwhile stays unread.
func (h *Homework) MarkRead(ctx context.Context, assignmentID, person string, upTo int64) error {
	a, err := h.answerOf(ctx, assignmentID, person)
	if err != nil {
		return err
	}
	if a == nil {
		return fault.Gone()
	}
	_, err = h.answers.Update(ctx, a.ID, func(a *Answer) error {
		for step, f := range a.Feedback {
			if f.ReadAt == 0 && f.At <= upTo {
				f.ReadAt = time.Now().UnixMilli()
				a.Feedback[step] = f
			}
		}
		return nil
	})
	return err
}

// Queue returns the answers in these groups that wait for feedback, oldest
// first.
func (h *Homework) Queue(ctx context.Context, groupIDs []string, lang string) ([]QueueItem, error) {
	return h.collect(ctx, groupIDs, lang, func(group string) store.Query {
		return store.Query{
			Where:   []store.Cond{store.Is("groupId", group), {Field: "waitingSince", Op: store.Gt, Value: 0}},
			OrderBy: "waitingSince", Limit: 1000,
		}
	})
}

// Answered returns the answers in these groups that have had their feedback,
// last handed in first, at most 50.
func (h *Homework) Answered(ctx context.Context, groupIDs []string, lang string) ([]QueueItem, error) {
	items, err := h.collect(ctx, groupIDs, lang, func(group string) store.Query {
		return store.Query{Where: []store.Cond{store.Is("groupId", group), store.Is("waitingSince", 0)}, Limit: 1000}
	})
	slices.Reverse(items)
	return items[:min(len(items), 50)], err
}

// collect gathers what was handed in, oldest hand-in first.
func (h *Homework) collect(ctx context.Context, groupIDs []string, lang string, q func(group string) store.Query) ([]QueueItem, error) {
	items := []QueueItem{}
	for _, group := range groupIDs {
		answers, err := h.answers.Find(ctx, q(group))
		if err != nil {
			return nil, fmt.Errorf("answers of group %s: %w", group, err)
		}
		for _, a := range answers {
			if a.HandedInAt == 0 {
				continue
			}
			item, homework, err := h.queueItem(ctx, a, lang)
			if err != nil {
				return nil, err
			}
			if homework {
				items = append(items, item)
			}
		}
	}
	slices.SortStableFunc(items, func(a, b QueueItem) int { return cmp.Compare(a.since(), b.since()) })
	return items, nil
}

// sentAnswer reads an answer of which something was handed in.
func (h *Homework) sentAnswer(ctx context.Context, id string) (*Answer, error) {
	a, err := h.answer(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.HandedInAt == 0 {
		return nil, fault.Gone()
	}
	return a, nil
}
