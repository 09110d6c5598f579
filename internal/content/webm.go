package content

import (
	"bytes"
	"math/bits"
)

// Elements of Matroska (RFC 9559) by their ids, as far as they matter here.
const (
	ebmlHead    = 0x1a45dfa3
	docType     = 0x4282
	segment     = 0x18538067
	cluster     = 0x1f43b675
	info        = 0x1549a966
	tracks      = 0x1654ae6b
	trackEntry  = 0xae
	trackType   = 0x83
	trackName   = 0x536e
	tags        = 0x1254c367
	attachments = 0x1941a469
	chapters    = 0x1043a770
	infoTitle   = 0x7ba9
	infoFile    = 0x7384
	infoDate    = 0x4461
	infoMuxer   = 0x4d80
	infoWriter  = 0x5741
)

// maxElements bounds the walk: a block may be as short as 20 ms.
const maxElements = 2_000_000

// element is one: its content is from body to end; open when it does not say
// how long it is, as browsers record.
type element struct {
	id            uint64
	at, body, end int64
	open          bool
}

// matroska is a WebM while it is looked at.
type matroska struct {
	*Clean
	file
	elements    int
	seen, heard bool
	named       bool // the head says WebM
}

func webm(c *Clean, f file) error {
	m := &matroska{Clean: c, file: f}
	if err := m.walk(0, f.size, m.element); err != nil {
		return err
	}
	switch {
	case !m.named || !m.seen && !m.heard:
		return errBroken
	case m.seen:
		c.Kind, c.Type = Video, "video/webm"
	default:
		c.Kind, c.Type = Audio, "audio/webm"
	}
	return nil
}

func (m *matroska) walk(from, to int64, f func(element) error) error {
	for at := from; at < to; {
		e, err := m.at(at, to)
		if err != nil {
			return err
		}
		if m.elements++; m.elements > maxElements {
			return errBroken
		}
		if err := f(e); err != nil {
			return err
		}
		at = e.end
		if e.open || e.id == segment { // what is in it follows
			at = e.body
		}
	}
	return nil
}

// at reads the head of an element.
func (m *matroska) at(at, to int64) (element, error) {
	id, n, _, err := m.number(at, 4, false)
	if err != nil {
		return element{}, err
	}
	size, k, unknown, err := m.number(at+n, 8, true)
	if err != nil {
		return element{}, err
	}
	e := element{id: id, at: at, body: at + n + k, open: unknown}
	if unknown {
		e.end = to
		if id != segment && id != cluster {
			return e, errBroken
		}
		return e, nil
	}
	if size > uint64(max(0, to-e.body)) {
		return e, errBroken
	}
	e.end = e.body + int64(size)
	return e, nil
}

// number reads a variable-size one of at most most bytes; an id keeps its
// marker, a length does not and may be unknown.
func (m *matroska) number(at, most int64, length bool) (v uint64, n int64, unknown bool, err error) {
	var b [8]byte
	if err := m.read(b[:1], at); err != nil {
		return 0, 0, false, err
	}
	n = int64(bits.LeadingZeros8(b[0])) + 1
	if n > most {
		return 0, 0, false, errBroken
	}
	if err := m.read(b[1:n], at+1); err != nil {
		return 0, 0, false, err
	}
	v = be(b[:n])
	if length {
		v &^= 1 << (7 * n)
		unknown = v == 1<<(7*n)-1
	}
	return v, n, unknown, nil
}

func (m *matroska) element(e element) error {
	switch e.id {
	case tags, attachments, chapters:
		m.void(e)
	case ebmlHead, info, tracks, trackEntry:
		return m.walk(e.body, e.end, m.element)
	case infoTitle, infoFile, infoDate, infoMuxer, infoWriter, trackName:
		m.edits = append(m.edits, edit{at: e.body, n: e.end - e.body})
	case docType, trackType:
		return m.told(e)
	}
	return nil
}

// told reads what the file is and what its tracks are.
func (m *matroska) told(e element) error {
	b := make([]byte, min(8, e.end-e.body))
	if err := m.read(b, e.body); err != nil {
		return err
	}
	switch {
	case e.id == docType:
		m.named = string(bytes.TrimRight(b, "\x00")) == "webm"
	case be(b) == 1:
		m.seen = true
	case be(b) == 2:
		m.heard = true
	default:
		return errBroken // neither seen nor heard
	}
	return nil
}

// void makes an element empty space of the same length.
func (m *matroska) void(e element) {
	n := e.end - e.at - 2
	head := []byte{0xec, 0x80 | byte(n)}
	if n > 126 {
		n -= 7
		head = []byte{0xec, 1, byte(n >> 48), byte(n >> 40), byte(n >> 32), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	}
	m.edits = append(m.edits, edit{e.at, int64(len(head)), head}, edit{at: e.at + int64(len(head)), n: n})
}
