package content

import "encoding/binary"

// maxTable is the largest table of a track that is taken out, in bytes.
const maxTable = 1 << 20

// blankSamples blanks what the tables of the track point to (stsc: how many
// samples a chunk has, stsz: how long they are, stco or co64: where it is).
func (m *movie) blankSamples() error {
	chunks, wide := m.track.tables["stco"], int64(4)
	if b, ok := m.track.tables["co64"]; ok {
		chunks, wide = b, 8
	}
	where, err := m.entries(chunks, 4, wide)
	if err != nil {
		return err
	}
	runs, err := m.entries(m.track.tables["stsc"], 4, 12)
	if err != nil {
		return err
	}
	sizes, err := m.sizes()
	if err != nil {
		return err
	}
	per := uint32(0) // samples in a chunk, until the next run says otherwise
	for i, raw := range where {
		for len(runs) > 0 && binary.BigEndian.Uint32(runs[0]) <= uint32(i)+1 {
			per, runs = binary.BigEndian.Uint32(runs[0][4:]), runs[1:]
		}
		n := int64(0)
		for range per {
			size, ok := sizes()
			if !ok {
				break
			}
			n += size
		}
		at := int64(be(raw))
		if n < 0 || at < 0 || at > m.size-n {
			return errBroken
		}
		m.edits = append(m.edits, edit{at: at, n: n})
	}
	return nil
}

// entries reads a full box: head bytes, of which the last four count the
// entries of wide bytes each.
func (m *movie) entries(b box, head, wide int64) ([][]byte, error) {
	if b.kind == "" { // a track without samples
		return nil, nil
	}
	if b.end-b.body > maxTable || b.end-b.body < 4+head {
		return nil, errBroken
	}
	raw := make([]byte, b.end-b.body)
	if err := m.read(raw, b.body); err != nil {
		return nil, err
	}
	n := int64(binary.BigEndian.Uint32(raw[head:]))
	raw = raw[4+head:]
	if n > int64(len(raw))/wide {
		return nil, errBroken
	}
	out := make([][]byte, n)
	for i := range out {
		out[i], raw = raw[:wide], raw[wide:]
	}
	return out, nil
}

// sizes gives the length of one sample after another.
func (m *movie) sizes() (next func() (int64, bool), err error) {
	b := m.track.tables["stsz"]
	var h [12]byte
	if b.kind == "" {
		return func() (int64, bool) { return 0, false }, nil
	}
	if err := m.read(h[:], b.body); err != nil {
		return nil, err
	}
	same, left := int64(binary.BigEndian.Uint32(h[4:])), binary.BigEndian.Uint32(h[8:])
	if left > maxBoxes {
		return nil, errBroken
	}
	if same != 0 {
		return func() (int64, bool) {
			if left == 0 {
				return 0, false
			}
			left--
			return same, true
		}, nil
	}
	each, err := m.entries(b, 8, 4)
	return func() (int64, bool) {
		if len(each) == 0 {
			return 0, false
		}
		n := int64(be(each[0]))
		each = each[1:]
		return n, true
	}, err
}

// be reads a number of 4 or 8 bytes.
func be(b []byte) uint64 {
	n := uint64(0)
	for _, x := range b {
		n = n<<8 | uint64(x)
	}
	return n
}
