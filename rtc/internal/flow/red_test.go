package flow

import (
	"bytes"
	"testing"
)

func TestREDThereAndBack(t *testing.T) {
	older := REDBlock{960, []byte("older")}
	b := append(AppendRED(nil, 111, older), "newest"...)
	blocks := ReadRED(b, nil)
	if len(blocks) != 2 || blocks[0].Older != 960 || string(blocks[0].Payload) != "older" || string(blocks[1].Payload) != "newest" {
		t.Errorf("%v", blocks)
	}
	for _, bad := range [][]byte{nil, {0x80}, {0xef, 0, 0, 1}, {0xef, 0, 0, 9, 111, 1}, bytes.Repeat([]byte{0xef, 0, 0, 0}, 100)} {
		if got := ReadRED(bad, nil); got != nil {
			t.Errorf("%x is read as %v", bad, got)
		}
	}
}

func FuzzRED(f *testing.F) {
	f.Add(append(AppendRED(nil, 111, REDBlock{960, []byte("older")}), 1, 2, 3))
	f.Add([]byte{111, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		blocks := ReadRED(b, nil)
		size := 0
		for i, x := range blocks {
			size += len(x.Payload) + redHead
			if newest := i == len(blocks)-1; x.Older > redOffset || newest && x.Older != 0 {
				t.Errorf("%x: block %d: %v", b, i, x)
			}
		}
		if blocks != nil && size-redHead+1 != len(b) {
			t.Errorf("%x: blocks of %d bytes", b, size)
		}
	})
}
