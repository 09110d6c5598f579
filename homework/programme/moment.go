package programme

import (
	"fmt"
	"slices"

	"kring/homework/measure"
)

// Measure says at which moments of a programme a questionnaire is filled in.
type Measure struct {
	Questionnaire string   `json:"questionnaire" bson:"questionnaire"` // id of a measure.Definition
	At            []string `json:"at" bson:"at"`                       // moments
}

// Moments at which people measure, in this order. FollowUp is AfterMonths
// months after the last session.
const (
	Start    = "start"
	Mid      = "mid"
	End      = "end"
	FollowUp = "follow-up"

	AfterMonths = 3
)

// moment is what a measure moment is called.
type moment struct{ title, intro Text }

var moments = map[string]moment{
	Start: {
		Text{"nl": "Hoe gaat het nu? De start", "en": "How are you now? The start"},
		Text{"nl": "Een paar korte vragen voordat we beginnen. Later stellen we ze nog eens. Zo ziet u wat er verandert.", "en": "A few short questions before we begin. We ask them again later. That way you see what changes."},
	},
	Mid: {
		Text{"nl": "Hoe gaat het nu? Halverwege", "en": "How are you now? Halfway"},
		Text{"nl": "Dezelfde korte vragen als bij de start. Ze gaan over hoe het nu met u is.", "en": "The same short questions as at the start. They are about how you are now."},
	},
	End: {
		Text{"nl": "Hoe gaat het nu? Het einde", "en": "How are you now? The end"},
		Text{"nl": "Dezelfde korte vragen als bij de start. Zo ziet u wat er in deze weken veranderd is.", "en": "The same short questions as at the start. That way you see what changed in these weeks."},
	},
	FollowUp: {
		Text{"nl": "Hoe gaat het nu? Drie maanden later", "en": "How are you now? Three months later"},
		Text{"nl": "De groep is al even klaar. Met dezelfde korte vragen kijkt u hoe het nu gaat.", "en": "The group ended a while ago. With the same short questions you look at how you are now."},
	},
}

// MomentID is the module id of a measure moment.
func MomentID(moment string) string { return "meting-" + moment }

// Moments are the moments at which this programme measures, in order, each as
// a module with one step per questionnaire.
func (p *Programme) Moments() []Module {
	var out []Module
	for _, at := range []string{Start, Mid, End, FollowUp} {
		m := Module{ID: MomentID(at), Moment: at, Title: moments[at].title, Intro: moments[at].intro}
		for _, q := range p.Measures {
			if d, err := measure.Find(q.Questionnaire); err == nil && slices.Contains(q.At, at) {
				m.Steps = append(m.Steps, Step{ID: d.ID, Kind: "questionnaire", Title: Text{"nl": d.Name, "en": d.Name}, Required: true, Questionnaire: d.ID})
				m.Minutes += 1 + d.Items/5
			}
		}
		if len(m.Steps) > 0 {
			out = append(out, m)
		}
	}
	return out
}

// At is the number of the session, from 1, at which a moment is due.
func (p *Programme) At(moment string) int {
	switch n := len(p.Sessions); moment {
	case Start:
		return 1
	case Mid:
		return (n + 1) / 2
	default:
		return n
	}
}

func (m *Measure) validate() error {
	if _, err := measure.Find(m.Questionnaire); err != nil {
		return err
	}
	if len(m.At) == 0 {
		return fmt.Errorf("measured at no moment")
	}
	for i, at := range m.At {
		if _, ok := moments[at]; !ok || slices.Contains(m.At[:i], at) {
			return fmt.Errorf("moment %q is unknown or there twice", at)
		}
	}
	return nil
}
