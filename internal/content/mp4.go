package content

import (
	"encoding/binary"
	"slices"
)

// What stays of an MP4 (ISO 14496-12), by the box it stands in; every other
// box may say who made it where, and becomes free space of the same length,
// so that nothing moves.
var kept = map[string][]string{
	"":     {"ftyp", "moov", "mdat", "moof", "mfra", "sidx", "styp", "free", "skip", "wide"},
	"moov": {"mvhd", "trak", "mvex", "free", "skip"},
	"trak": {"tkhd", "edts", "mdia", "free", "skip"},
	"mdia": {"mdhd", "hdlr", "minf"},
	"minf": {"vmhd", "smhd", "dinf", "stbl", "hdlr", "nmhd", "gmhd"},
}

// maxBoxes bounds the walk through a file that is made to be long.
const maxBoxes = 200_000

type box struct {
	kind          string
	at, body, end int64
}

// movie is an MP4 while it is looked at.
type movie struct {
	*Clean
	file
	boxes        int
	seen, heard  bool
	index, moofs bool
	track        struct {
		handler string
		tables  map[string]box
	}
}

func mp4(c *Clean, f file) error {
	m := &movie{Clean: c, file: f}
	if err := m.walk("", 0, f.size, m.top); err != nil {
		return err
	}
	switch {
	case !m.index || !m.seen && !m.heard:
		return errBroken
	case m.seen:
		c.Kind, c.Type = Video, "video/mp4"
	default:
		c.Kind, c.Type = Audio, "audio/mp4"
	}
	return nil
}

// walk calls f with every box that stays between two places, and blanks the others.
func (m *movie) walk(in string, from, to int64, f func(box) error) error {
	for at := from; at < to; {
		b, err := m.box(at, to)
		if err != nil {
			return err
		}
		if m.boxes++; m.boxes > maxBoxes {
			return errBroken
		}
		if !slices.Contains(kept[in], b.kind) {
			m.blank(b)
		} else if err := f(b); err != nil {
			return err
		}
		at = b.end
	}
	return nil
}

// box reads the head of one.
func (m *movie) box(at, to int64) (box, error) {
	var h [16]byte
	if to-at < 8 {
		return box{}, errBroken
	}
	if err := m.read(h[:8], at); err != nil {
		return box{}, err
	}
	b := box{kind: string(h[4:8]), at: at, body: at + 8}
	n := int64(binary.BigEndian.Uint32(h[:]))
	switch n {
	case 0:
		n = to - at
	case 1:
		if err := m.read(h[8:], at+8); err != nil {
			return box{}, err
		}
		n, b.body = int64(binary.BigEndian.Uint64(h[8:])), at+16
	}
	if n < b.body-at || n > to-at {
		return box{}, errBroken
	}
	b.end = at + n
	return b, nil
}

func (m *movie) blank(b box) {
	m.edits = append(m.edits, edit{b.at + 4, 4, []byte("free")}, edit{at: b.body, n: b.end - b.body})
}

func (m *movie) top(b box) error {
	switch b.kind {
	case "moof":
		m.moofs = true
	case "free", "skip", "wide":
		m.blank(b)
	case "moov":
		m.index = true
		return m.walk("moov", b.body, b.end, m.inMoov)
	}
	return nil
}

func (m *movie) inMoov(b box) error {
	switch b.kind {
	case "mvhd":
		return m.undate(b)
	case "trak":
		return m.trak(b)
	}
	return nil
}

// trak keeps a track that is seen or heard. Another, such as the places where
// a phone was, goes with all it points to.
func (m *movie) trak(b box) error {
	m.track.handler, m.track.tables = "", map[string]box{}
	before := len(m.edits)
	if err := m.walk("trak", b.body, b.end, m.inTrak); err != nil {
		return err
	}
	switch m.track.handler {
	case "vide":
		m.seen = true
	case "soun":
		m.heard = true
	default:
		if m.moofs {
			return errBroken
		}
		m.edits = m.edits[:before]
		m.blank(b)
		return m.blankSamples()
	}
	return nil
}

func (m *movie) inTrak(b box) error {
	switch b.kind {
	case "tkhd", "mdhd":
		return m.undate(b)
	case "mdia", "minf":
		return m.walk(b.kind, b.body, b.end, m.inTrak)
	case "hdlr":
		var h [4]byte
		if err := m.read(h[:], b.body+8); err != nil {
			return err
		}
		if m.track.handler == "" { // QuickTime has another one in minf
			m.track.handler = string(h[:])
		}
	case "stbl":
		return m.table(b)
	}
	return nil
}

// table notes where the samples of a track are.
func (m *movie) table(in box) error {
	for at := in.body; at < in.end; {
		b, err := m.box(at, in.end)
		if err != nil {
			return err
		}
		if m.boxes++; m.boxes > maxBoxes {
			return errBroken
		}
		m.track.tables[b.kind] = b
		at = b.end
	}
	return nil
}

// undate sets when the film was made and changed to never.
func (m *movie) undate(b box) error {
	var version [1]byte
	if err := m.read(version[:], b.body); err != nil {
		return err
	}
	n := int64(8)
	if version[0] == 1 {
		n = 16
	}
	if b.body+4+n > b.end {
		return errBroken
	}
	m.edits = append(m.edits, edit{at: b.body + 4, n: n})
	return nil
}
