package programme

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kring/internal/fault"
)

// Step is one step of a module. Which fields a kind uses stands in its
// kind_x.go; Required steps must be done before the answer can be handed in.
type Step struct {
	ID        string   `json:"id" bson:"id"`
	Kind      string   `json:"kind" bson:"kind"`
	Title     Text     `json:"title" bson:"title"`
	Body      Text     `json:"body,omitempty" bson:"body,omitempty"`
	Required  bool     `json:"required,omitempty" bson:"required,omitempty"`
	Options   []Option `json:"options,omitempty" bson:"options,omitempty"`
	Min       int      `json:"min,omitempty" bson:"min,omitempty"`
	Max       int      `json:"max,omitempty" bson:"max,omitempty"`
	MinLabel  Text     `json:"minLabel,omitempty" bson:"minLabel,omitempty"`
	MaxLabel  Text     `json:"maxLabel,omitempty" bson:"maxLabel,omitempty"`
	MaxLength int      `json:"maxLength,omitempty" bson:"maxLength,omitempty"`

	Questionnaire string `json:"questionnaire,omitempty" bson:"questionnaire,omitempty"` // id of a measure.Definition

	Uploads    []string `json:"uploads,omitempty" bson:"uploads,omitempty"` // what files may go with the answer: UploadKinds
	Waits      bool     `json:"waits,omitempty" bson:"waits,omitempty"`     // the next step opens when this one has feedback
	Unit       Text     `json:"unit,omitempty" bson:"unit,omitempty"`
	Media      string   `json:"media,omitempty" bson:"media,omitempty"` // a file that comes with Kring, or the id of a film
	Alt        Text     `json:"alt,omitempty" bson:"alt,omitempty"`
	Transcript Text     `json:"transcript,omitempty" bson:"transcript,omitempty"`
	Captions   Text     `json:"captions,omitempty" bson:"captions,omitempty"` // WebVTT
	URL        string   `json:"url,omitempty" bson:"url,omitempty"`
	Screened   Text     `json:"screened,omitempty" bson:"screened,omitempty"` // who looked at what is behind URL, and when
}

// UploadKinds are the kinds of file that a step may take beside its value.
var UploadKinds = []string{"picture", "audio", "video", "pdf"}

// maxFiles is how many files one step takes.
const maxFiles = 4

// Option is one possible choice.
type Option struct {
	ID    string `json:"id" bson:"id"`
	Label Text   `json:"label" bson:"label"`
}

// kind is what one kind of step means.
type kind struct {
	// define says what is wrong with a step of this kind.
	define func(*Step) error
	// check says what is wrong with a value that is not empty; its text goes
	// to developers, code to the user's language file. nil: takes no value.
	check func(*Step, Value) (code string, err error)
}

var kinds = map[string]kind{
	"text":           textKind,
	"picture":        pictureKind,
	"video":          videoKind,
	"audio":          audioKind,
	"exercise":       exerciseKind,
	"choice":         choiceKind,
	"choices":        choicesKind,
	"scale":          scaleKind,
	"number":         numberKind,
	"short-text":     shortTextKind,
	"long-text":      longTextKind,
	"thought-record": thoughtRecordKind,
	"safety-plan":    safetyPlanKind,
	"link":           linkKind,
	"questionnaire":  questionnaireKind,
}

// Step returns the step with that id, or nil.
func (m *Module) Step(id string) *Step {
	for i := range m.Steps {
		if m.Steps[i].ID == id {
			return &m.Steps[i]
		}
	}
	return nil
}

// Answerable reports whether people do something at this step.
func (s *Step) Answerable() bool { return kinds[s.Kind].check != nil }

func (s *Step) validate() error {
	k, ok := kinds[s.Kind]
	if !ok {
		return fmt.Errorf("unknown kind %q", s.Kind)
	}
	if k.check == nil && (s.Required || s.Waits || s.Uploads != nil) {
		return fmt.Errorf("a %s step asks nothing: it cannot be required, wait or take files", s.Kind)
	}
	for _, kind := range s.Uploads {
		if !slices.Contains(UploadKinds, kind) {
			return fmt.Errorf("takes unknown files %q", kind)
		}
	}
	return first(needText("title", s.Title), k.define(s))
}

// Check refuses values that do not fit the module: an Invalid fault whose
// Field is the step's id. Unfinished answers are fine; Missing finds them.
func (m *Module) Check(vs Values) error {
	for id, v := range vs {
		s := m.Step(id)
		if s == nil || !s.Answerable() {
			return fault.Bad(id, "step.unknown", "module %s has no step %q to answer", m.ID, id)
		}
		if code, err := s.check(v); err != nil {
			return fault.Bad(id, code, "module %s, step %s: %v", m.ID, id, err)
		}
	}
	return nil
}

// check is the kind's, and of the files beside the value.
func (s *Step) check(v Value) (code string, err error) {
	if len(v.Files) > maxFiles || len(v.Files) > 0 && s.Uploads == nil {
		return "step.files", fmt.Errorf("%d files", len(v.Files))
	}
	if v.Files = nil; v.Empty() {
		return "", nil
	}
	return kinds[s.Kind].check(s, v)
}

// Missing returns the id of the first required step without a value, or "".
func (m *Module) Missing(vs Values) string {
	for i := range m.Steps {
		if _, done := vs[m.Steps[i].ID]; m.Steps[i].Required && !done {
			return m.Steps[i].ID
		}
	}
	return ""
}

// Progress counts the steps that can be answered, and those that have been.
func (m *Module) Progress(vs Values) (done, total int) {
	for i := range m.Steps {
		if !m.Steps[i].Answerable() {
			continue
		}
		total++
		if _, ok := vs[m.Steps[i].ID]; ok {
			done++
		}
	}
	return done, total
}

// Words is an answer to the step as it is read aloud: the text, the labels of
// the options, the number, the parts under each other; "" for no answer.
func (s *Step) Words(v Value, lang string) string {
	switch {
	case v.Number != nil:
		return strconv.FormatFloat(*v.Number, 'f', -1, 64)
	case v.Choice != "":
		return s.labels(lang, v.Choice)
	case len(v.Choices) > 0:
		return s.labels(lang, v.Choices...)
	case len(v.Parts) > 0:
		return thoughtWords(v.Parts)
	case v.Done && v.Text == "":
		return "✓"
	}
	return v.Text
}

func (s *Step) labels(lang string, chosen ...string) string {
	var out []string
	for _, o := range s.Options {
		if slices.Contains(chosen, o.ID) {
			out = append(out, o.Label.In(lang))
		}
	}
	return strings.Join(out, ", ")
}
