package content_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"kring/internal/content"
	"kring/internal/fault"
)

// home is what must not be left of a file: where somebody lives.
const home = "+52.0907+005.1214/"

func clean(t *testing.T, raw []byte) (*content.Clean, []byte) {
	t.Helper()
	c, err := content.Check(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	n, err := c.WriteTo(&out)
	if err != nil || n != int64(out.Len()) {
		t.Fatalf("wrote %d of %d bytes: %v", out.Len(), n, err)
	}
	if bytes.Contains(out.Bytes(), []byte(home)) {
		t.Errorf("%s: where it was made is still in it", c.Type)
	}
	if _, err := content.Check(bytes.NewReader(out.Bytes()), n); err != nil {
		t.Errorf("%s: what was cleaned is refused: %v", c.Type, err)
	}
	return c, out.Bytes()
}

func refused(t *testing.T, what string, raw []byte, code string) {
	t.Helper()
	_, err := content.Check(bytes.NewReader(raw), int64(len(raw)))
	if f := fault.Of(err); f == nil || f.Code != code || f.Kind != fault.Invalid {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// photo is w x h, red at the left and blue at the right.
func photo(w, h int) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.Set(x, y, color.RGBA{255, 0, 0, 255})
			if x >= w/2 {
				m.Set(x, y, color.RGBA{0, 0, 255, 255})
			}
		}
	}
	return m
}

// snapshot is a JPEG as a phone makes it: turned, and with the place in EXIF.
func snapshot(t *testing.T, orientation byte) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photo(80, 40), nil); err != nil {
		t.Fatal(err)
	}
	tiff := "MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00" + home
	exif := "Exif\x00\x00" + tiff
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(append(head, b.Bytes()[2:]...), "and a film behind it, made at "+home...)
}

// A photo is upright before what says how to turn it is dropped, and the
// place with it.
func TestPhotoIsUprightAndSaysNothing(t *testing.T) {
	red := func(c color.Color) bool { r, _, b, _ := c.RGBA(); return r > b }
	for orientation, want := range map[byte]struct{ w, h, x, y int }{
		1: {80, 40, 5, 5}, 2: {80, 40, 75, 5}, 3: {80, 40, 75, 5}, 4: {80, 40, 5, 5},
		5: {40, 80, 5, 5}, 6: {40, 80, 5, 5}, 7: {40, 80, 5, 75}, 8: {40, 80, 5, 75},
	} {
		c, raw := clean(t, snapshot(t, orientation))
		if c.Kind != content.Picture || c.Type != "image/jpeg" || c.Width != want.w || c.Height != want.h {
			t.Errorf("orientation %d: %s %s %d x %d", orientation, c.Kind, c.Type, c.Width, c.Height)
		}
		if bytes.Contains(raw, []byte("Exif")) {
			t.Error("EXIF is still there")
		}
		m, err := jpeg.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if !red(m.At(want.x, want.y)) || red(m.At(want.w-1-want.x, want.h-1-want.y)) {
			t.Errorf("orientation %d is not upright", orientation)
		}
	}
}

func TestLargeAndTransparentPictures(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 3000, 300))); err != nil {
		t.Fatal(err)
	}
	c, raw := clean(t, b.Bytes())
	m, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil || c.Width != 2048 || c.Height != 204 {
		t.Fatalf("%d x %d, %v", c.Width, c.Height, err)
	}
	if r, _, _, _ := m.At(9, 9).RGBA(); r < 0xf000 {
		t.Error("what was see-through is not white")
	}
}

// A small file that says it is huge is refused before it is decoded.
func TestBombsAreRefused(t *testing.T) {
	head := func(w, h uint32) []byte {
		b := []byte("\x89PNG\r\n\x1a\n")
		ihdr := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
		ihdr = append(ihdr, 8, 2, 0, 0, 0)
		b = append(binary.BigEndian.AppendUint32(b, 13), ihdr...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(ihdr))
	}
	refused(t, "a bomb", head(60_000, 60_000), "upload.pixels")
	refused(t, "a wide bomb", head(1<<30, 1), "upload.pixels")
	refused(t, "no picture behind the head", head(100, 100), "upload.broken")
}

func box(kind string, body ...string) string {
	all := strings.Join(body, "")
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(all)+8))) + kind + all
}

func numbers(ns ...uint32) string {
	var b []byte
	for _, n := range ns {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return string(b)
}

// track is one of a film with one chunk of one sample at a place.
func track(handler string, at, n uint32) string {
	return box("trak", box("tkhd", numbers(0, 3_800_000_000, 3_800_000_000, 1)), box("udta", home), box("mdia",
		box("mdhd", numbers(0, 3_800_000_000, 3_800_000_000)), box("hdlr", numbers(0, 0), handler, numbers(0, 0, 0)),
		box("minf", box("stbl", box("stsd", numbers(0, 0)), box("stsz", numbers(0, 0, 1, n)), box("stsc", numbers(0, 1, 1, 1, 1)), box("stco", numbers(0, 1, at))))))
}

// film has what a phone puts into it: the place three times, once as a track
// of its own. The picture and the sound must not change.
func film(handlers ...string) []byte {
	start := box("ftyp", "qt  ", numbers(0))
	frame := "what is seen"
	data := box("mdat", frame, home)
	at := uint32(len(start) + 8)
	tracks := ""
	for _, h := range handlers {
		tracks += track(h, at, uint32(len(frame)))
	}
	tracks += track("meta", at+uint32(len(frame)), uint32(len(home)))
	return []byte(start + data + box("moov", box("mvhd", numbers(0, 3_800_000_000, 3_800_000_000)), tracks, box("udta", box("\xa9xyz", home)), box("meta", home)) + box("uuid", home))
}

func TestFilmAndSoundSayNothing(t *testing.T) {
	raw := film("vide", "soun")
	c, out := clean(t, raw)
	if c.Kind != content.Video || c.Type != "video/mp4" || len(out) != len(raw) || !bytes.Contains(out, []byte("what is seen")) {
		t.Errorf("film: %s, %d bytes of %d", c.Type, len(out), len(raw))
	}
	if bytes.Contains(out, []byte(numbers(3_800_000_000))) {
		t.Error("the day is still in it")
	}
	if c, _ := clean(t, film("soun")); c.Kind != content.Audio || c.Type != "audio/mp4" {
		t.Errorf("sound alone: %s", c.Type)
	}
	refused(t, "a film of places only", film(), "upload.broken")
	refused(t, "half a film", raw[:len(raw)-30], "upload.broken")
	refused(t, "a film without index", []byte(box("ftyp", "isom", numbers(0))+box("mdat", "x")), "upload.broken")
}

func element(id string, body ...string) string {
	all := strings.Join(body, "")
	return id + string([]byte{0x40 | byte(len(all)>>8), byte(len(all))}) + all
}

func recorded(kind string) []byte {
	return []byte(element("\x1a\x45\xdf\xa3", element("\x42\x82", "webm")) + "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" +
		element("\x15\x49\xa9\x66", element("\x7b\xa9", home), element("\x57\x41", home)) +
		element("\x16\x54\xae\x6b", element("\xae", element("\x83", kind), element("\x53\x6e", home))) +
		"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" + element("\xa3", "what is heard") +
		element("\x12\x54\xc3\x67", home) + element("\x19\x41\xa4\x69", strings.Repeat(home, 20)))
}

func TestOtherSound(t *testing.T) {
	wave := "RIFF\x00\x00\x00\x00WAVEfmt \x04\x00\x00\x00abcdLIST\x12\x00\x00\x00" + home + "data\x04\x00\x00\x00what"
	frame := "\xff\xfb\x90\x00" + strings.Repeat("s", 413) // 128 kbit/s at 44.1 kHz: 417 bytes
	song := "ID3\x04\x00\x00\x00\x00\x00\x12" + home + strings.Repeat(frame, 4) + "TAG" + home + strings.Repeat(" ", 125-len(home))
	for what, f := range map[string]struct{ raw, kind, mime, stays string }{
		"wave": {wave, "audio", "audio/wav", "what"},
		"song": {song, "audio", "audio/mpeg", frame},
		"webm": {string(recorded("\x02")), "audio", "audio/webm", "what is heard"},
		"film": {string(recorded("\x01")), "video", "video/webm", "what is heard"},
		"note": {note(home), "audio", "audio/ogg", "and the voice"},
	} {
		c, out := clean(t, []byte(f.raw))
		if c.Kind != f.kind || c.Type != f.mime || !bytes.Contains(out, []byte(f.stays)) {
			t.Errorf("%s: %s %s", what, c.Kind, c.Type)
		}
	}
	_, out := clean(t, []byte(song))
	if !strings.HasPrefix(string(out), frame) || len(out) != 4*len(frame) {
		t.Errorf("a song is its frames: %d bytes", len(out))
	}
	refused(t, "subtitles in WebM", recorded("\x11"), "upload.broken")
	refused(t, "one frame", []byte(frame+"no more"), "upload.broken")
}

// note is a voice message as phones send it.
func note(said string) string {
	page := func(body string) string {
		return "OggS" + strings.Repeat("\x00", 22) + "\x01" + string([]byte{byte(len(body))}) + body
	}
	return page("OpusHead\x01") + page("OpusTags"+said) + page("and the voice")
}

func TestWhatIsDressedUpIsRefused(t *testing.T) {
	for what, raw := range map[string]string{
		"a page": "<!DOCTYPE html><script>alert(1)</script>", "a program": "MZ\x90\x00\x03", "a script": "#!/bin/sh\n", "nothing": "",
		"a drawing with code": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">`, "an archive": "PK\x03\x04aaaa", "a gif": "GIF89a\x01\x00\x01\x00",
		"a page as PDF": "<html>%PDF-1.7",
	} {
		refused(t, what, []byte(raw), "upload.type")
	}
	refused(t, "a page behind a photo's first bytes", []byte("\xff\xd8\xff<script>alert(1)</script>"), "upload.broken")
	refused(t, "a page behind a PDF's first bytes", []byte("%PDF-1.7<script>"), "upload.broken")
	refused(t, "what an iPhone keeps", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "upload.heic")
}

func TestPDFStaysAsItIs(t *testing.T) {
	raw := "%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
	c, out := clean(t, []byte(raw))
	if c.Kind != content.PDF || string(out) != raw {
		t.Errorf("%s: %q", c.Kind, out)
	}
}

type nothing struct{}

func (nothing) ReadAt(b []byte, _ int64) (int, error) { clear(b); return len(b), nil }

// The size is looked at without reading the file.
func TestTooLarge(t *testing.T) {
	head := []byte("\xff\xd8\xff\xe1")
	big := struct{ io.ReaderAt }{headed{head}}
	_, err := content.Check(big, content.MaxSize[content.Picture]+1)
	if f := fault.Of(err); f == nil || f.Code != "upload.size" {
		t.Errorf("got %v", err)
	}
}

type headed struct{ head []byte }

func (h headed) ReadAt(b []byte, at int64) (int, error) {
	_, _ = nothing{}.ReadAt(b, at)
	if at == 0 {
		copy(b, h.head)
	}
	return len(b), nil
}

// FuzzCheck: whatever somebody sends, the answer is a fault or a clean file
// that is a clean file itself.
func FuzzCheck(f *testing.F) {
	f.Add(film("vide", "soun"))
	f.Add(recorded("\x01"))
	f.Add([]byte(note(home)))
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x04\x00\x00\x00abcddata\x04\x00\x00\x00what"))
	f.Add([]byte("ID3\x04\x00\x00\x00\x00\x00\x00" + strings.Repeat("\xff\xfb\x90\x00"+strings.Repeat("s", 413), 3)))
	f.Add([]byte("%PDF-1.7 startxref 9 %%EOF"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := content.Check(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("no fault: %v", err)
			}
			return
		}
		var out bytes.Buffer
		if _, err := c.WriteTo(&out); err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		if c.Kind != content.Picture && out.Len() > len(raw) {
			t.Fatalf("%s grew from %d to %d bytes", c.Type, len(raw), out.Len())
		}
	})
}
