package bus

import "fmt"

// Gap is the kind of the event that the bus itself makes: some events did not
// arrive.
const Gap = "gap"

// Event is all that the bus can carry: ids, small words and numbers. The
// strings are at most 64 letters, digits and - _ . : without
// spaces, so that nobody's words fit.
type Event struct {
	Kind    string `json:"k"`           // what happened: "message", "hand", "seat"
	Channel string `json:"c,omitempty"` // where: a channel's, meeting's or other thing's id
	Seq     int64  `json:"s,omitempty"` // number in the channel; 0: volatile, not in the store
	Person  string `json:"p,omitempty"` // who: a person's or member's id
	Node    string `json:"n,omitempty"` // the node it comes from or is for
	Value   int64  `json:"v,omitempty"` // a small state: muted, seat number, which emoji
}

// check refuses what is not an id; it names the field, never its value.
func (e Event) check(subject string) error {
	if e.Kind == "" || subject == "" {
		return fmt.Errorf("publish on %q: an event needs a subject and a kind", subject)
	}
	for field, s := range map[string]string{"subject": subject, "kind": e.Kind, "channel": e.Channel, "person": e.Person, "node": e.Node} {
		if !isID(s) {
			return fmt.Errorf("publish: the event's %s is not an id", field)
		}
	}
	return nil
}

func isID(s string) bool {
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		case r == '-', r == '_', r == '.', r == ':':
		default:
			return false
		}
	}
	return len(s) <= 64
}
