package take

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
)

const (
	// partLength is when a part ends at the next key frame, so that the one after
	// begins with a picture; without a picture it ends at once.
	partLength = time.Minute
	// longestPart ends a part whatever is seen.
	longestPart = 75 * time.Second
	// unseen is how long no picture came when there is none.
	unseen = 2 * time.Second
)

// writing is the capture file that is open, and the parts that are finished.
type writing struct {
	file *capture.Writer
	part int
	from time.Duration
	last time.Duration // of what was written
	seen time.Duration // when the last picture came
	tail []capture.Piece
}

// Run writes until the recording ends or the server stops, and has the parts
// made beside it. It returns when the recording is finished, or at the stop.
func (t *Take) Run(ctx context.Context) {
	defer t.leave()
	made := make(chan int, 1024) // parts whose file is complete; 1024 are 17 hours
	composed := make(chan struct{})
	go func() { // ends with made
		defer close(composed)
		var err error
		for n := range made {
			if err == nil { // parts follow each other: what comes after one that failed waits with it
				err = t.k.Owner.Compose(ctx, t.ID, n)
				t.k.Owner.Report(t.ID, err)
			}
		}
	}()
	t.record(ctx, made)
	close(made)
	<-composed
	if ctx.Err() == nil {
		t.k.Owner.Report(t.ID, t.k.Owner.Finish(ctx, t.ID, t.why()))
		t.k.Owner.Changed(t.meeting)
	}
}

// leave forgets the take; one that had a problem is told of until its meeting ends.
func (t *Take) leave() {
	t.mu.Lock()
	t.left = true
	tell := t.problem != "" && t.scene.Open
	t.mu.Unlock()
	if !tell {
		t.k.Dismiss(t)
	}
}

// Left: Run has returned.
func (t *Take) Left() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.left
}

func (t *Take) why() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.problem
}

// record writes what comes. It stops the recording, never the meeting, when
// the disk does not take it.
func (t *Take) record(ctx context.Context, made chan<- int) {
	ticks := t.k.Ticks
	if ticks == nil {
		tick := time.NewTicker(writeEvery)
		defer tick.Stop()
		ticks = tick.C
	}
	for {
		var all bool
		select {
		case <-ctx.Done():
			t.End("restart")
			all = true
		case <-t.ended:
			all = true
		case <-ticks:
		}
		err := t.write(context.WithoutCancel(ctx), all, made)
		if err == nil && !all {
			err = t.room()
		}
		if err != nil {
			t.k.Owner.Report(t.ID, err)
			t.End("disk")
			t.k.Owner.Changed(t.meeting)
			t.close(made)
			return
		}
		if all {
			t.close(made)
			return
		}
	}
}

// room is an error when little is left on the disk, or it is too slow.
func (t *Take) room() error {
	t.mu.Lock()
	waiting := t.bytes
	t.mu.Unlock()
	if waiting > maxWaiting {
		return errors.New("the disk does not keep up")
	}
	return space(t.k.Dir)
}

// write puts what has settled on disk, with the chapters that have begun.
func (t *Take) write(ctx context.Context, all bool, made chan<- int) error {
	ready, upTo := t.taken(all)
	if err := t.note(ctx); err != nil {
		return err
	}
	slices.SortStableFunc(ready, func(a, b capture.Piece) int { return cmp.Compare(a.At, b.At) })
	for len(ready) > 0 {
		n := slices.IndexFunc(ready, t.border)
		if n < 0 {
			break
		}
		if err := t.add(ctx, ready[:n]); err != nil {
			return err
		}
		if err := t.turn(ready[n].At, made); err != nil {
			return err
		}
		ready = ready[n:]
	}
	if err := t.add(ctx, ready); err != nil {
		return err
	}
	if !all && t.file != nil && (upTo-t.from >= partLength && upTo-t.seen >= unseen || upTo-t.from >= longestPart) {
		return t.turn(upTo, made)
	}
	return nil
}

// border: the part ends before this piece.
func (t *Take) border(p capture.Piece) bool { return p.Key && p.At-t.from >= partLength }

// note stores the chapters that have begun, and who is at a device since.
func (t *Take) note(ctx context.Context) error {
	t.mu.Lock()
	fresh, lines, unbound := t.chapters, t.lines, t.scene.unbound(t.answers)
	t.chapters, t.lines = nil, nil
	t.mu.Unlock()
	if len(lines) > 0 {
		if err := t.k.Owner.Captions(ctx, t.ID, lines); err != nil {
			return err
		}
	}
	if len(fresh) > 0 {
		if err := t.k.Owner.Chapters(ctx, t.ID, fresh); err != nil {
			return err
		}
	}
	for person, tracks := range unbound {
		if err := t.k.Owner.Bind(ctx, t.ID, person, tracks); err != nil {
			return err
		}
		t.mu.Lock()
		if a := t.answers[person]; a.yes {
			t.answers[person] = said{true, slices.Concat(a.tracks, tracks)}
		}
		t.mu.Unlock()
	}
	return nil
}

// add writes pieces to the open file.
func (t *Take) add(ctx context.Context, ps []capture.Piece) error {
	ps = slices.DeleteFunc(slices.Clone(ps), func(p capture.Piece) bool { return p.At < t.from-mix.Lead })
	if len(ps) == 0 {
		return nil
	}
	if t.file == nil {
		if err := t.open(); err != nil {
			return err
		}
		if len(t.tail) > 0 {
			ps = append(t.tail, ps...)
			t.tail = nil
		}
	}
	if err := t.file.Add(ctx, ps); err != nil {
		return err
	}
	for _, p := range ps {
		if p.Stream.Sound() {
			t.tail = append(t.tail, p)
		} else {
			t.seen = max(t.seen, p.At)
		}
		t.last = max(t.last, p.At+mix.Frame)
	}
	t.tail = slices.DeleteFunc(t.tail, func(p capture.Piece) bool { return p.At < t.last-10*mix.Lead })
	return nil
}

func (t *Take) open() (err error) {
	dir := filepath.Join(t.k.Dir, t.ID)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	t.file, err = capture.Create(capture.Name(dir, t.part, t.from), t.k.Vault, t.ID, t.part)
	return err
}

// turn ends the part at a time and begins the next one, with a little of the
// sound before it. A part in which nothing came has an empty file.
func (t *Take) turn(at time.Duration, made chan<- int) error {
	at -= at % mix.Frame
	if t.file == nil {
		if err := t.open(); err != nil {
			return err
		}
	}
	err := t.file.Close()
	t.tail = slices.DeleteFunc(t.tail, func(p capture.Piece) bool { return p.At < at-mix.Lead })
	t.from, t.part, t.file = at, t.part+1, nil
	if err == nil {
		err = t.open() // its name says where the part before ended
	}
	made <- t.part - 1
	return err
}

// close ends the last part.
func (t *Take) close(made chan<- int) {
	if t.file == nil {
		return
	}
	t.k.Owner.Report(t.ID, t.file.Close())
	t.file = nil
	made <- t.part
}
