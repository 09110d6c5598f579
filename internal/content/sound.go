package content

import (
	"bytes"
	"encoding/binary"
)

// wav keeps the format and the sound; other chunks become junk.
func wav(c *Clean, f file) error {
	c.Type = "audio/wav"
	format, data := false, false
	for at := int64(12); at+8 <= f.size; {
		var h [8]byte
		if err := f.read(h[:], at); err != nil {
			return err
		}
		n := int64(binary.LittleEndian.Uint32(h[4:]))
		if n > f.size-at-8 {
			return errBroken
		}
		switch string(h[:4]) {
		case "fmt ":
			format = true
		case "data":
			data = true
		case "fact":
		default:
			c.edits = append(c.edits, edit{at, 4, []byte("JUNK")}, edit{at: at + 8, n: n})
			if len(c.edits) > maxBoxes {
				return errBroken
			}
		}
		at += 8 + n + n%2
	}
	if !format || !data {
		return errBroken
	}
	return nil
}

// mp3 keeps the frames; tags before and behind them go.
func mp3(c *Clean, f file) error {
	c.Type = "audio/mpeg"
	from, err := afterTags(f)
	if err != nil {
		return err
	}
	var h [4]byte
	for at, n := from, 0; n < 3; n++ { // three frames in a row are no chance
		if err := f.read(h[:], at); err != nil {
			return err
		}
		size := frameSize(h[:])
		if size == 0 {
			return errBroken
		}
		at += size
	}
	to, err := beforeTags(f)
	if err != nil {
		return err
	}
	c.edits = []edit{{0, from, []byte{}}, {to, f.size - to, []byte{}}}
	return nil
}

// afterTags is where the frames begin: behind any ID3v2 tags.
func afterTags(f file) (int64, error) {
	for at := int64(0); ; {
		var h [10]byte
		if err := f.read(h[:], at); err != nil {
			return 0, err
		}
		if !bytes.HasPrefix(h[:], []byte("ID3")) {
			return at, nil
		}
		at += 10 + int64(h[6]&127)<<21 + int64(h[7]&127)<<14 + int64(h[8]&127)<<7 + int64(h[9]&127)
	}
}

// beforeTags is where the frames end: before an ID3v1 tag and an APEv2 one.
func beforeTags(f file) (int64, error) {
	to := f.size
	var h [32]byte
	if to > 128 {
		if err := f.read(h[:3], to-128); err != nil {
			return 0, err
		}
		if string(h[:3]) == "TAG" {
			to -= 128
		}
	}
	if to > 32 {
		if err := f.read(h[:], to-32); err != nil {
			return 0, err
		}
		if string(h[:8]) == "APETAGEX" {
			to -= min(to, int64(binary.LittleEndian.Uint32(h[12:]))+32)
		}
	}
	return to, nil
}

// Of MPEG-1 and MPEG-2 layer III (ISO 11172-3, 13818-3): kbit/s and Hz.
var (
	rates1 = [16]int64{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	rates2 = [16]int64{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	hertz  = [4]int64{44100, 48000, 32000, 0}
)

// frameSize is the length of the MP3 frame that begins so; 0 for none.
func frameSize(h []byte) int64 {
	if h[0] != 0xff || h[1]&0xe6 != 0xe2 { // sync, layer III
		return 0
	}
	rate, hz, per := rates2[h[2]>>4], hertz[h[2]>>2&3]/2, int64(72)
	switch h[1] >> 3 & 3 {
	case 3:
		rate, hz, per = rates1[h[2]>>4], hertz[h[2]>>2&3], 144
	case 0: // MPEG-2.5
		hz /= 2
	case 1:
		return 0
	}
	if rate == 0 || hz == 0 {
		return 0
	}
	return per*1000*rate/hz + int64(h[2]>>1&1)
}

// opus is Ogg with Opus in it (RFC 7845), as voice messages are: of the second
// page, what the comments say goes.
func opus(c *Clean, f file) error {
	c.Type = "audio/ogg"
	first, err := page(f, 0)
	if err != nil {
		return err
	}
	second, err := page(f, int64(len(first.head)+len(first.body)))
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(first.body, []byte("OpusHead")) || !bytes.HasPrefix(second.body, []byte("OpusTags")) {
		return errBroken
	}
	if last := second.head[len(second.head)-1]; last == 255 { // a picture of the cover goes on in the next
		return errBroken
	}
	clear(second.body[8:])                             // a maker of no letters and no comments
	binary.LittleEndian.PutUint32(second.head[22:], 0) // the sum is of the page without it
	sum := oggSum(append(bytes.Clone(second.head), second.body...))
	binary.LittleEndian.PutUint32(second.head[22:], sum)
	c.edits = []edit{{second.at, int64(len(second.head) + len(second.body)), append(second.head, second.body...)}}
	return nil
}

type oggPage struct {
	at         int64
	head, body []byte
}

// page reads an Ogg page (RFC 3533 section 6).
func page(f file, at int64) (oggPage, error) {
	p := oggPage{at: at, head: make([]byte, 27)}
	if err := f.read(p.head, at); err != nil {
		return p, err
	}
	if !bytes.HasPrefix(p.head, []byte("OggS")) || p.head[26] == 0 {
		return p, errBroken
	}
	p.head = append(p.head, make([]byte, p.head[26])...)
	if err := f.read(p.head, at); err != nil {
		return p, err
	}
	n := 0
	for _, lace := range p.head[27:] {
		n += int(lace)
	}
	p.body = make([]byte, n)
	return p, f.read(p.body, at+int64(len(p.head)))
}

// oggSum is a page's checksum: CRC-32 by 0x04c11db7, not reflected.
func oggSum(b []byte) (sum uint32) {
	for _, x := range b {
		sum ^= uint32(x) << 24
		for range 8 {
			sum = sum<<1 ^ 0x04c11db7*(sum>>31)
		}
	}
	return sum
}
