package take

import "slices"

// Scene is what a meeting shows of itself: who is seated, whether they are
// apart (in pairs, in a private room, in a pause), and what the script is at.
type Scene struct {
	Open    bool
	Apart   bool
	Chapter string
	Seated  []Seated
}

// Seated is a participant; Persons are whom her device hears, herself first: a
// room device has more than one. Who is away keeps her seat, and is not waited for.
type Seated struct {
	ID      string
	Persons []string
	Away    bool
}

// Live is the recording of a meeting as one of its participants sees it.
type Live struct {
	ID      string
	State   string   // asking, running, paused; "" for none
	Asked   []string // who has not answered yet; for facilitators
	Yours   string   // yes, no, or "" when not answered
	Problem string   // why it stopped by itself
}

// said is what a person answered, and the participants of whose tracks it is
// stored that they hold her.
type said struct {
	yes    bool
	tracks []string
}

// Word is an answer as people and pages know it.
func Word(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// asked are the participants who are here and have not answered.
func (sc Scene) asked(answers map[string]said) []string {
	out := []string{}
	for _, p := range sc.Seated {
		if len(p.Persons) == 0 {
			continue
		}
		if _, ok := answers[p.Persons[0]]; !ok && !p.Away {
			out = append(out, p.ID)
		}
	}
	return out
}

// allows: everybody at this device said yes, and is known to be in its track.
func (sc Scene) allows(peer string, answers map[string]said) bool {
	i := slices.IndexFunc(sc.Seated, func(p Seated) bool { return p.ID == peer })
	return i >= 0 && len(sc.Seated[i].Persons) > 0 &&
		!slices.ContainsFunc(sc.Seated[i].Persons, func(person string) bool {
			a := answers[person]
			return !a.yes || !slices.Contains(a.tracks, peer)
		})
}

// holding are the participants whose devices hear a person.
func (sc Scene) holding(person string) (out []string) {
	for _, p := range sc.Seated {
		if slices.Contains(p.Persons, person) {
			out = append(out, p.ID)
		}
	}
	return out
}

// unbound are the persons who said yes and have come to a device since, with
// all that hold them.
func (sc Scene) unbound(answers map[string]said) map[string][]string {
	out := map[string][]string{}
	for person, a := range answers {
		for _, id := range sc.holding(person) {
			if a.yes && !slices.Contains(a.tracks, id) {
				out[person] = append(out[person], id)
			}
		}
	}
	return out
}
