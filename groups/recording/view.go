package recording

import (
	"cmp"
	"context"
	"slices"

	"kring/groups"
	"kring/groups/recording/take"
	"kring/internal/store"
)

// Listed is a recording in a list.
type Listed struct {
	ID        string `json:"id"`
	MeetingID string `json:"meetingId"`
	State     string `json:"state" enum:"running,ready,making"`
	BegunAt   int64  `json:"begunAt" doc:"Unix milliseconds"`
	ExpiresAt int64  `json:"expiresAt" doc:"Unix milliseconds; then it is gone"`
	LengthMs  int64  `json:"lengthMs"`
	Hidden    bool   `json:"hidden" doc:"Only facilitators see it"`
	Why       string `json:"why,omitempty" doc:"It ended by itself: disk, restart"`
}

// Watchable is a recording for one who watches it.
type Watchable struct {
	Listed
	Version  string      `json:"version" doc:"Part of the address of the film; another one after a change"`
	Chapters []ChapterOf `json:"chapters"`
	Voices   []Voice     `json:"voices" doc:"Who speaks when"`
	Captions bool        `json:"captions" doc:"There are lines of what was said"`
	Cuts     []Cut       `json:"cuts" doc:"Stretches that were taken out"`
	Yours    string      `json:"yours" enum:"yes,no,withdrawn,none" doc:"What the caller said when asked"`
	AtMs     int64       `json:"atMs" doc:"Where the caller stopped watching"`
	Seen     int         `json:"seen" doc:"Percent that the caller has watched"`
	Leads    bool        `json:"leads" doc:"The caller may hide, cut and delete it"`
	Viewers  []SeenBy    `json:"viewers" doc:"Who watched; empty but for facilitators"`
}

// ChapterOf is a chapter as it is shown.
type ChapterOf struct {
	AtMs  int64  `json:"atMs"`
	Title string `json:"title"`
}

// Voice is a stretch in which somebody speaks.
type Voice struct {
	Alias  string `json:"alias"`
	FromMs int64  `json:"fromMs"`
	ToMs   int64  `json:"toMs"`
}

// SeenBy is who watched how much, and when last.
type SeenBy struct {
	Alias string `json:"alias"`
	Seen  int    `json:"seen" doc:"Percent"`
	Last  int64  `json:"last" doc:"Unix milliseconds"`
}

// List shows the recordings of a group to a viewer, the newest first.
func (r *Recordings) List(ctx context.Context, c *groups.Circle, person string) ([]Listed, error) {
	ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", c.ID)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	leads := leads(c, person)
	out := []Listed{}
	for _, d := range ds {
		if d.BegunAt != 0 && (leads || !d.Hidden) {
			out = append(out, d.listed())
		}
	}
	slices.SortFunc(out, func(a, b Listed) int { return cmp.Compare(b.BegunAt, a.BegunAt) })
	return out, nil
}

func leads(c *groups.Circle, person string) bool {
	role := c.Viewer(person).Role
	return role == groups.RoleFacilitator || role == groups.RoleCoFacilitator
}

func (d *Recording) listed() Listed {
	s := Listed{
		ID: d.ID, MeetingID: d.MeetingID, State: "running", BegunAt: d.BegunAt, ExpiresAt: d.ExpiresAt,
		LengthMs: d.Length(), Hidden: d.Hidden, Why: d.Why,
	}
	switch {
	case d.State == Ready && d.whole():
		s.State = Ready
	case d.State == Ready:
		s.State = "making"
	}
	return s
}

// View shows a recording to a person of its group.
func (r *Recordings) View(ctx context.Context, id, person string, c *groups.Circle) (Watchable, error) {
	d, err := r.get(ctx, id)
	if err != nil {
		return Watchable{}, err
	}
	v := Watchable{Listed: d.listed(), Version: r.film(d).ETag, Chapters: []ChapterOf{}, Voices: []Voice{}, Captions: len(d.Captions) > 0, Cuts: append([]Cut{}, d.Cuts...), Viewers: []SeenBy{}, Yours: d.yours(person)}
	for _, ch := range d.Chapters {
		text, err := r.Vault.Open(ctx, groupKey(d), chapterRef(d, ch.At), ch.Box)
		if err != nil {
			return v, err
		}
		v.Chapters = append(v.Chapters, ChapterOf{ch.At, string(text)})
	}
	viewer := c.Viewer(person)
	for _, p := range d.Parts {
		for _, t := range p.Talk {
			if who, ok := c.See(viewer, c.PersonOf(t.Who)); ok {
				v.Voices = append(v.Voices, Voice{who.Alias, t.From, t.To})
			}
		}
	}
	w, err := r.watch(ctx, id, person)
	if err != nil {
		return v, err
	}
	v.AtMs, v.Seen = w.At, w.share(d.Length())
	if v.Leads = leads(c, person); v.Leads {
		v.Viewers, err = r.seenBy(ctx, d, c, viewer)
	}
	return v, err
}

// Said is what a person answered when a recording was made, and when, or when
// she took it back.
type Said struct {
	ID        string `json:"id"`
	GroupID   string `json:"groupId"`
	MeetingID string `json:"meetingId"`
	BegunAt   int64  `json:"begunAt" doc:"Unix milliseconds"`
	ExpiresAt int64  `json:"expiresAt" doc:"Unix milliseconds; then it is gone"`
	Yours     string `json:"yours" enum:"yes,no,withdrawn"`
	At        int64  `json:"at" doc:"Unix milliseconds"`
}

// SaidBy lists the recordings that a person answered for, the newest first,
// whether she is still in the group or not.
func (r *Recordings) SaidBy(ctx context.Context, person string) ([]Said, error) {
	ds, err := r.all.Find(ctx, store.Query{Where: []store.Cond{store.Is("personIds", person)}, Limit: 1000})
	if err != nil {
		return nil, err
	}
	out := []Said{}
	for _, d := range ds {
		if a := d.answer(person); d.BegunAt != 0 && a != nil {
			out = append(out, Said{d.ID, d.GroupID, d.MeetingID, d.BegunAt, d.ExpiresAt, d.yours(person), max(a.At, a.Withdrawn)})
		}
	}
	slices.SortFunc(out, func(a, b Said) int { return cmp.Compare(b.BegunAt, a.BegunAt) })
	return out, nil
}

func (d *Recording) yours(person string) string {
	switch a := d.answer(person); {
	case a == nil:
		return "none"
	case a.Withdrawn != 0:
		return "withdrawn"
	default:
		return take.Word(a.Yes)
	}
}

func (r *Recordings) seenBy(ctx context.Context, d *Recording, c *groups.Circle, viewer groups.Viewer) ([]SeenBy, error) {
	ws, err := r.viewers(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	out := []SeenBy{}
	for _, w := range ws {
		if who, ok := c.See(viewer, w.PersonID); ok && w.Last != 0 {
			out = append(out, SeenBy{who.Alias, w.share(d.Length()), w.Last})
		}
	}
	slices.SortFunc(out, func(a, b SeenBy) int { return cmp.Compare(b.Last, a.Last) })
	return out, nil
}
