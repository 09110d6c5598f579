package script

import (
	"math"
	"slices"

	"kring/internal/fault"
)

// Timer is the clock that everybody sees.
type Timer struct {
	Seconds int   `json:"seconds"`
	EndsAt  int64 `json:"endsAt"` // Unix ms
}

// Film is a film in step for all: while it plays its place is At and what has
// passed since.
type Film struct {
	ID      string  `json:"id"`
	Title   Text    `json:"title"`
	Playing bool    `json:"playing"`
	At      float64 `json:"at"`    // seconds from its beginning
	Since   int64   `json:"since"` // Unix ms
}

// Word is a short message of a facilitator.
type Word struct {
	Text string `json:"text"`
	At   int64  `json:"at"`
}

// Joint is a module step that everybody does at the same time, each alone. The
// answers are homework's; here is only what people chose to share.
type Joint struct {
	Assignment string   `json:"assignment"`
	Steps      []string `json:"steps"`
	Shown      bool     `json:"shown"` // the nameless summary, to everybody
	Shared     []Piece  `json:"shared"`
}

// Piece is one person's own answer to one step, shared by herself.
type Piece struct {
	ID   string `json:"id"` // participant
	Step string `json:"step"`
	Text string `json:"text"`
}

const (
	maxWord  = 500       // characters
	maxPiece = 20_000    // characters, as the longest answer
	maxFilm  = 24 * 3600 // seconds
)

func (j *Joint) clone() *Joint {
	if j == nil {
		return nil
	}
	c := *j
	c.Shared = slices.Clone(j.Shared)
	return &c
}

// SetTimer starts the shared clock; 0 stops it.
func SetTimer(seconds int) Act {
	return func(r *Run, s Scene) error {
		if r.Timer = nil; seconds != 0 {
			r.Timer = &Timer{seconds, s.Now + int64(seconds)*1000}
		}
		return within("seconds", seconds, 0, maxSeconds)
	}
}

// ShowFilm plays a film, pauses it or moves it for all; "" stops it.
func ShowFilm(id string, playing bool, at float64) Act {
	return func(r *Run, s Scene) error {
		if id == "" {
			r.Film = nil
			return nil
		}
		if math.IsNaN(at) || at < 0 || at > maxFilm {
			return fault.Bad("at", "script.range", "no such place in a film")
		}
		f := &Film{ID: id, Playing: playing, At: at, Since: s.Now}
		if p := r.step(r.Current); p != nil && p.Film == id {
			f.Title = p.Title
		}
		if err := word("film", id, 1, 80); err != nil {
			return err
		}
		r.Film = f
		r.keepFilm(f)
		return nil
	}
}

// ShowPiece lays a piece of the Groepstafel before everybody; "" takes it away.
func ShowPiece(id string) Act {
	return func(r *Run, _ Scene) error {
		r.Table = id
		return word("piece", id, 0, 40)
	}
}

// PieceGone is its owner taking a piece back: it is on no screen any more.
func PieceGone(id string) Act {
	return func(r *Run, _ Scene) error {
		if r.Table == id {
			r.Table = ""
		}
		return nil
	}
}

// Tell says something to everybody, in pairs too; "" takes it back.
func Tell(text string) Act {
	return func(r *Run, s Scene) error {
		r.Say = said(text, s)
		return word("text", text, 0, maxWord)
	}
}

// TellWaiting says something to who waits; "" takes it back.
func TellWaiting(text string) Act {
	return func(r *Run, s Scene) error {
		r.Notice = said(text, s)
		return word("text", text, 0, maxWord)
	}
}

func said(text string, s Scene) *Word {
	if text == "" {
		return nil
	}
	return &Word{text, s.Now}
}

// Pause puts the pause card before everybody, or takes it away.
func Pause(paused bool) Act {
	return func(r *Run, _ Scene) error {
		r.Paused = paused
		return nil
	}
}

// JointShow shows the nameless summary to everybody, or no longer.
func JointShow(shown bool) Act {
	return func(r *Run, _ Scene) error {
		if r.Joint == nil {
			return none("joint")
		}
		r.Joint.Shown = shown
		return nil
	}
}

// JointShare shows one's own answer to a step to the group; without text it is
// taken back.
func JointShare(step, text string) Act {
	return func(r *Run, s Scene) error {
		j := r.Joint
		if j == nil {
			return none("joint")
		}
		if !slices.Contains(j.Steps, step) {
			return unknown(step)
		}
		j.Shared = slices.DeleteFunc(j.Shared, func(p Piece) bool { return p.ID == s.You && p.Step == step })
		if text != "" {
			j.Shared = append(j.Shared, Piece{s.You, step, text})
		}
		return word("step", text, 0, maxPiece)
	}
}
