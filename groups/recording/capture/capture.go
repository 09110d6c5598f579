// Package capture keeps what a recording takes in while it runs: one file per
// part of it, to which a record per person is added every half second, sealed
// for that person alone and bound to its place in the row. What a crash leaves
// is readable up to the last record that was written whole.
package capture

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"kring/internal/seal"
)

// Stream is one of the things that a person sends.
type Stream uint8

// The streams; package rtc counts them alike.
const (
	Voice Stream = iota
	Face
	Shared
	SharedSound
)

// Sound says whether it is heard rather than seen.
func (s Stream) Sound() bool { return s == Voice || s == SharedSound }

// Piece is an Opus packet or a whole VP8 frame of somebody. At is from the
// beginning of the recording.
type Piece struct {
	Who    string
	Stream Stream
	At     time.Duration
	Key    bool
	Loud   bool // a voice that speaks
	Data   []byte
}

// Vault seals for an owner (internal/seal).
type Vault interface {
	Seal(ctx context.Context, k seal.Key, r seal.Ref, plain []byte) ([]byte, error)
	Open(ctx context.Context, k seal.Key, r seal.Ref, box []byte) ([]byte, error)
}

// Key is the data key of one person's tracks in one recording.
func Key(recording, who string) seal.Key { return seal.Key("recording:" + recording + ":" + who) }

// Writer adds records to the file of one part.
type Writer struct {
	vault     Vault
	recording string
	part      int
	file      *os.File
	numbers   map[string]int // records so far, by person
}

// Create begins the file of a part. It is not there yet.
func Create(path string, v Vault, recording string, part int) (*Writer, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("capture: %w", err)
	}
	return &Writer{vault: v, recording: recording, part: part, file: f, numbers: map[string]int{}}, nil
}

// Add writes one record for each person of the pieces, which are in order, and
// returns when they are on disk. After an error the file ends there.
func (w *Writer) Add(ctx context.Context, pieces []Piece) error {
	var order []string
	plain := map[string][]byte{}
	for _, p := range pieces {
		if _, ok := plain[p.Who]; !ok {
			order = append(order, p.Who)
		}
		plain[p.Who] = Append(plain[p.Who], p)
	}
	var b []byte
	for _, who := range order {
		box, err := w.vault.Seal(ctx, Key(w.recording, who), place(w.recording, who, w.part, w.numbers[who]+1), plain[who])
		if errors.Is(err, seal.ErrErased) {
			continue // she withdrew just now
		}
		if w.numbers[who]++; err != nil {
			return fmt.Errorf("capture: %w", err)
		}
		b = binary.AppendUvarint(b, uint64(len(who)))
		b = append(b, who...)
		b = binary.AppendUvarint(b, uint64(len(box)))
		b = append(b, box...)
	}
	if _, err := w.file.Write(b); err != nil {
		return fmt.Errorf("capture: %w", err)
	}
	if err := w.file.Sync(); err != nil {
		return fmt.Errorf("capture: %w", err)
	}
	return nil
}

// Close ends the file.
func (w *Writer) Close() error { return w.file.Close() }

// place binds a record to the recording, the person and its number.
func place(recording, who string, part, number int) seal.Ref {
	return seal.Ref{Coll: "captures", ID: recording, Field: fmt.Sprintf("%s/%d/%d", who, part, number)}
}

const (
	maxWho = 80
	maxBox = 64 << 20
)

// Read returns the pieces of a part, in the order of their records, up to where
// the file was cut off. Records of a person whose key is erased are left out;
// a record that is not the next of its person is an error.
func Read(ctx context.Context, path string, v Vault, recording string, part int) (pieces []Piece, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("capture: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	r := bufio.NewReader(f)
	numbers := map[string]int{}
	for {
		who, whole := field(r, maxWho)
		box, ok := field(r, maxBox)
		if !whole || !ok {
			return pieces, nil // cut off by a crash, or the end
		}
		numbers[string(who)]++
		plain, err := v.Open(ctx, Key(recording, string(who)), place(recording, string(who), part, numbers[string(who)]), box)
		switch {
		case errors.Is(err, seal.ErrErased):
			continue
		case errors.Is(err, seal.ErrBroken) && atEnd(r):
			return pieces, nil // written in part before the power went
		case err != nil:
			return nil, fmt.Errorf("capture: %w", err)
		}
		got, err := Parse(string(who), plain)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, got...)
	}
}

func field(r *bufio.Reader, limit uint64) ([]byte, bool) {
	n, err := binary.ReadUvarint(r)
	if err != nil || n > limit {
		return nil, false
	}
	b := make([]byte, n)
	_, err = io.ReadFull(r, b)
	return b, err == nil
}

func atEnd(r *bufio.Reader) bool {
	_, err := r.Peek(1)
	return err != nil
}

// Append writes a piece as Parse reads it: a byte for stream and marks, the
// time in microseconds, the length, the data.
func Append(b []byte, p Piece) []byte {
	head := byte(p.Stream)
	if p.Key {
		head |= 0x10
	}
	if p.Loud {
		head |= 0x20
	}
	b = append(b, head)
	b = binary.AppendVarint(b, p.At.Microseconds())
	b = binary.AppendUvarint(b, uint64(len(p.Data)))
	return append(b, p.Data...)
}

// Parse reads the pieces of one person.
func Parse(who string, b []byte) (out []Piece, err error) {
	for len(b) > 0 {
		p := Piece{Who: who, Stream: Stream(b[0] & 0x0f), Key: b[0]&0x10 != 0, Loud: b[0]&0x20 != 0}
		at, n := binary.Varint(b[1:])
		if n <= 0 {
			return nil, errors.New("capture: a piece without a time")
		}
		b = b[1+n:]
		size, n := binary.Uvarint(b)
		if n <= 0 || size > uint64(len(b)-n) {
			return nil, errors.New("capture: a piece that is cut off")
		}
		p.At, p.Data = time.Duration(at)*time.Microsecond, b[n:n+int(size)]
		out, b = append(out, p), b[n+int(size):]
	}
	return out, nil
}
