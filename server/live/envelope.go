package live

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"kring/internal/access"
	"kring/internal/fault"
)

const (
	maxRef = 40 // bytes of the client's mark
	maxID  = 80 // bytes of an id
)

// message is what a browser may send. place is the id of what it touches.
type message interface {
	head() Head
	place() string
}

// Entry is a type of message as the access test lists it: the action that the
// policy must allow, and the kind of place that it touches.
type Entry struct {
	Type   string
	Action access.Action
	Place  access.Kind
}

// kind is one line of the table.
type kind struct {
	Entry
	logged, write bool // in the access log; write: as attempt and outcome
	late          bool // others are done meanwhile
	itself        bool // it is answered by news, not by ok
	here          bool // done by the socket's own node, wherever the meeting lives
	decode        func([]byte) (message, error)
	handle        func(context.Context, *conn, message) (answer any, err error)
}

// Entries lists every message that the server takes.
func Entries() []Entry {
	var out []Entry
	for i := range table {
		out = append(out, table[i].Entry)
	}
	return out
}

// on makes the line of a message type M: how it is read and who does it.
func on[M message](typ string, a access.Action, k access.Kind, handle func(context.Context, *conn, M) (any, error)) kind {
	return kind{
		Entry: Entry{typ, a, k},
		decode: func(frame []byte) (message, error) {
			var m M
			return m, strict(frame, &m)
		},
		handle: func(ctx context.Context, c *conn, m message) (any, error) { return handle(ctx, c, m.(M)) },
	}
}

func (k kind) in(log string) kind {
	k.logged, k.write = true, log == "write"
	return k
}

func (k kind) answeredByNews() kind { k.itself = true; return k }
func (k kind) doneLater() kind      { k.late = true; return k }
func (k kind) doneHere() kind       { k.here = true; return k }

// decode reads one frame. On error head is what could be read of it.
func decode(frame []byte) (m message, k *kind, h Head, err error) {
	if err := json.Unmarshal(frame, &h); err != nil {
		return nil, nil, Head{}, invalid("not one JSON object with a type")
	}
	if len(h.Ref) > maxRef {
		return nil, nil, Head{}, invalid("ref is over 40 bytes")
	}
	k = known(h.Type)
	if k == nil {
		return nil, nil, h, fault.New(fault.Invalid, "message.unknown", "no such type")
	}
	if m, err = k.decode(frame); err != nil {
		return nil, nil, h, invalid(err.Error())
	}
	if !isID(m.place()) {
		return nil, nil, h, invalid("the id is not one")
	}
	return m, k, h, nil
}

// known finds a type in the table.
func known(typ string) *kind {
	for i := range table {
		if table[i].Type == typ {
			return &table[i]
		}
	}
	return nil
}

// strict decodes one object without unknown fields and nothing after it.
func strict(frame []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(frame))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return invalid("something follows the object")
	}
	return nil
}

func isID(s string) bool {
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_':
		default:
			return false
		}
	}
	return s != "" && len(s) <= maxID
}

func invalid(why string) error { return fault.New(fault.Invalid, "message.invalid", "%s", why) }
