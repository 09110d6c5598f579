package programme

import "fmt"

// ScriptStep is one timed step of a session. Body is what everybody sees on
// the screen, Guide what only the facilitators see. Which of the other fields
// a kind uses stands in scriptKinds.
type ScriptStep struct {
	ID      string   `json:"id" bson:"id"`
	Kind    string   `json:"kind" bson:"kind"`
	Minutes int      `json:"minutes" bson:"minutes"`
	Title   Text     `json:"title" bson:"title"`
	Body    Text     `json:"body" bson:"body"`
	Guide   Text     `json:"guide,omitempty" bson:"guide,omitempty"`
	Seconds int      `json:"seconds,omitempty" bson:"seconds,omitempty"` // round: speaking time per person; 0 is no limit
	Size    int      `json:"size,omitempty" bson:"size,omitempty"`       // pairs: people in one room, 2 or 3
	Module  string   `json:"module,omitempty" bson:"module,omitempty"`   // module: which module
	Steps   []string `json:"steps,omitempty" bson:"steps,omitempty"`     // module: which steps of it
	Film    string   `json:"film,omitempty" bson:"film,omitempty"`       // film: id of a film of the organisation
	Options []Option `json:"options,omitempty" bson:"options,omitempty"` // poll: what to choose from
}

// scriptKinds names the kinds of script step and what each needs.
var scriptKinds = map[string]func(*ScriptStep, *Programme) error{
	"welcome":   plainStep,
	"talk":      plainStep,
	"break":     plainStep,
	"check-out": roundStep,
	"round":     roundStep,
	"pairs":     pairsStep,
	"film":      filmStep,
	"poll":      pollStep,
	"module":    moduleStep,
}

func (s *ScriptStep) validate(p *Programme) error {
	check, ok := scriptKinds[s.Kind]
	if !ok {
		return fmt.Errorf("unknown kind %q", s.Kind)
	}
	if s.Minutes < 1 {
		return fmt.Errorf("needs minutes")
	}
	return first(needText("title", s.Title), needText("body", s.Body), check(s, p))
}

func plainStep(*ScriptStep, *Programme) error { return nil }

func roundStep(s *ScriptStep, _ *Programme) error {
	if s.Seconds < 0 || s.Seconds > 600 {
		return fmt.Errorf("%d seconds per person, want 0..600", s.Seconds)
	}
	return nil
}

func pairsStep(s *ScriptStep, _ *Programme) error {
	if s.Size != 2 && s.Size != 3 {
		return fmt.Errorf("rooms of %d, want 2 or 3", s.Size)
	}
	return nil
}

func filmStep(s *ScriptStep, _ *Programme) error { return checkID(s.Film) }

func pollStep(s *ScriptStep, _ *Programme) error { return checkOptions(s.Options) }

func moduleStep(s *ScriptStep, p *Programme) error {
	m := p.Module(s.Module)
	if m == nil {
		return fmt.Errorf("unknown module %q", s.Module)
	}
	for _, id := range s.Steps {
		if m.Step(id) == nil {
			return fmt.Errorf("module %s has no step %q", s.Module, id)
		}
	}
	return nil
}
