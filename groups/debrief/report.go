package debrief

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"kring/groups"
	"kring/internal/fault"
	"kring/internal/seal"
	"kring/internal/store"
)

// Lines of a report, and their longest text in characters.
const (
	lineCount = 5
	maxLine   = 500
)

// Line is one line of a report. Shared is for the group's read-back page,
// otherwise it is for facilitators only.
type Line struct {
	Text   string `json:"text" maxLength:"2000"`
	Shared bool   `json:"shared"`
}

// Report is a meeting's report; Rev 0 is one that was not written yet.
type Report struct {
	Rev   int64  `json:"rev"`
	Lines []Line `json:"lines" doc:"Always five"`
	At    int64  `json:"at,omitempty" doc:"When it was written last, Unix milliseconds"`
}

// report rests sealed under the group's key; its id is the meeting's.
type report struct {
	store.Meta `bson:",inline"`
	GroupID    string `bson:"groupId" json:"groupId"`
	LinesBox   []byte `bson:"linesBox" json:"linesBox"` // []Line as JSON
	By         string `bson:"by" json:"by"`             // person id of the last writer
	At         int64  `bson:"at" json:"at"`             // Unix ms
}

// NewerReport: somebody else wrote meanwhile. Current is what is stored.
type NewerReport struct{ Current Report }

func (e *NewerReport) Error() string { return "the report was changed meanwhile" }

// Unwrap makes it the fault that edges know.
func (e *NewerReport) Unwrap() error {
	return fault.New(fault.Conflict, "report.changed", "the report was changed meanwhile")
}

// Report reads a meeting's report.
func (s *Debrief) Report(ctx context.Context, meeting string) (Report, error) {
	d, err := s.reports.Get(ctx, meeting)
	if errors.Is(err, store.ErrNotFound) {
		return Report{Lines: make([]Line, lineCount)}, nil
	}
	if err != nil {
		return Report{}, err
	}
	r := Report{Rev: d.Rev, At: d.At}
	plain, err := s.Vault.Open(ctx, seal.Group(d.GroupID), reportRef(meeting), d.LinesBox)
	if err != nil {
		return Report{}, err
	}
	return r, json.Unmarshal(plain, &r.Lines)
}

// Write stores a meeting's five lines. rev is what the writer read, 0 for
// nothing; when it is no longer the stored one the error is a NewerReport.
func (s *Debrief) Write(ctx context.Context, meeting, by string, rev int64, lines []Line) (Report, error) {
	m, err := s.meeting(ctx, meeting)
	if err != nil {
		return Report{}, err
	}
	if err := check(m, lines); err != nil {
		return Report{}, err
	}
	plain, err := json.Marshal(lines)
	if err != nil {
		return Report{}, err
	}
	d := &report{Meta: store.Meta{ID: meeting, Rev: rev}, GroupID: m.GroupID, By: by, At: s.Now().UnixMilli()}
	if d.LinesBox, err = s.Vault.Seal(ctx, seal.Group(m.GroupID), reportRef(meeting), plain); err != nil {
		return Report{}, err
	}
	if rev == 0 {
		err = s.reports.Insert(ctx, d)
	} else {
		err = s.reports.Replace(ctx, d)
	}
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
		now, readErr := s.Report(ctx, meeting)
		return Report{}, errors.Join(readErr, &NewerReport{now})
	}
	return Report{Rev: d.Rev, Lines: lines, At: d.At}, err
}

func check(m *groups.Meeting, lines []Line) error {
	if m.Phase == groups.Planned {
		return fault.New(fault.Conflict, "report.early", "the meeting has yet to begin")
	}
	if len(lines) != lineCount {
		return fault.Bad("lines", "report.lines", "a report has %d lines, not %d", lineCount, len(lines))
	}
	for i := range lines {
		lines[i].Text = strings.TrimSpace(lines[i].Text)
		if n := utf8.RuneCountInString(lines[i].Text); n > maxLine {
			return fault.Bad("lines", "report.long", "line %d has %d characters, at most %d", i+1, n, maxLine)
		}
	}
	return nil
}

// ReadBack are the lines of a report that are for the group.
func (s *Debrief) ReadBack(ctx context.Context, meeting string) ([]string, error) {
	r, err := s.Report(ctx, meeting)
	out := []string{}
	for _, l := range r.Lines {
		if l.Shared && l.Text != "" {
			out = append(out, l.Text)
		}
	}
	return out, err
}

func reportRef(meeting string) seal.Ref {
	return seal.Ref{Coll: reportColl, ID: meeting, Field: "lines"}
}
