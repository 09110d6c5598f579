package content

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // decoded by image.Decode
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // decoded by image.Decode

	"kring/internal/fault"
)

// A picture is decoded when it has at most so many pixels, whatever the size
// of its file: 40 million is 60 to 120 MB as JPEG, 4 times that when it is
// progressive and without subsampling. Others may have 8 bytes a pixel.
const (
	maxJPEG  = 40_000_000
	maxOther = 16_000_000
	longest  = 2048 // pixels of the longer side, after
	quality  = 86
)

// picture encodes anew what can be seen, as JPEG on white, upright. Nothing
// else of the file is kept.
func picture(c *Clean, f file) error {
	if f.size > MaxSize[Picture] {
		return nil // refused by its size
	}
	raw := make([]byte, f.size)
	if err := f.read(raw, 0); err != nil {
		return err
	}
	cfg, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 {
		return errBroken
	}
	most := int64(maxOther)
	if format == "jpeg" {
		most = maxJPEG
	}
	if int64(cfg.Width)*int64(cfg.Height) > most {
		return fault.Bad("file", "upload.pixels", "%d x %d pixels, at most %d", cfg.Width, cfg.Height, most)
	}
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return errBroken
	}
	seen := upright(shrink(img), orientation(raw))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, seen, &jpeg.Options{Quality: quality}); err != nil {
		return err
	}
	c.Type, c.Width, c.Height = "image/jpeg", seen.Rect.Dx(), seen.Rect.Dy()
	c.edits = []edit{{0, f.size, out.Bytes()}}
	return nil
}

// shrink draws on white, no larger than longest.
func shrink(img image.Image) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if m := max(w, h); m > longest {
		w, h = max(1, w*longest/m), max(1, h*longest/m)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Over, nil)
	return out
}

// upright turns and mirrors as EXIF's orientation (1 to 8) says.
func upright(in *image.RGBA, how int) *image.RGBA {
	if how < 2 || how > 8 {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	ow, oh := w, h
	if how >= 5 {
		ow, oh = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, ow, oh))
	for y := range h {
		for x := range w {
			ox, oy := turned(how, x, y, w-1, h-1)
			copy(out.Pix[out.PixOffset(ox, oy):][:4], in.Pix[in.PixOffset(x, y):][:4])
		}
	}
	return out
}

// turned is where a pixel goes; right and low are the last column and row.
func turned(how, x, y, right, low int) (ox, oy int) {
	switch how {
	case 2:
		return right - x, y
	case 3:
		return right - x, low - y
	case 4:
		return x, low - y
	case 5:
		return y, x
	case 6:
		return low - y, x
	case 7:
		return low - y, right - x
	}
	return y, right - x // 8
}

// orientation reads EXIF's tag 0x0112 of a JPEG; 1 when there is none.
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff && raw[at+1] != 0xda; {
		n := int(binary.BigEndian.Uint16(raw[at+2:]))
		end := min(at+2+n, len(raw))
		if body := raw[min(at+4, end):end]; raw[at+1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at += 2 + max(n, 2)
	}
	return 1
}

func tiffOrientation(b []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(b, []byte("MM")) {
		order = binary.BigEndian
	}
	r := io.NewSectionReader(bytes.NewReader(b), 0, int64(len(b)))
	short := func(at int64) int {
		var s [2]byte
		if _, err := r.ReadAt(s[:], at); err != nil {
			return 0
		}
		return int(order.Uint16(s[:]))
	}
	if len(b) < 8 {
		return 1
	}
	dir := int64(order.Uint32(b[4:]))
	for i := range int64(short(dir)) {
		if entry := dir + 2 + 12*i; short(entry) == 0x0112 {
			return short(entry + 8)
		}
	}
	return 1
}
