package recording

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

// run writes until the recording ends or the server stops, and makes the parts
// beside it. It returns when the recording is ready, or at Close.
func (s *session) run(ctx context.Context) {
	defer s.r.dismiss(s)
	made := make(chan int, 1024) // parts whose file is complete; 1024 are 17 hours
	composed := make(chan struct{})
	go func() { // ends with made
		defer close(composed)
		for n := range made {
			s.r.report(s.id, s.r.compose(ctx, s.id, n))
		}
	}()
	s.record(ctx, made)
	close(made)
	<-composed
	if ctx.Err() == nil {
		s.r.report(s.id, s.r.finish(ctx, s.id, s.why()))
		s.r.Changed(s.meeting)
	}
}

func (s *session) why() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.problem
}

// report tells who runs this server.
func (r *Recordings) report(id string, err error) {
	if err != nil && r.ctx.Err() == nil {
		r.Failed(id, err)
	}
}

// record writes what comes. It stops the recording, never the meeting, when
// the disk does not take it.
func (s *session) record(ctx context.Context, made chan<- int) {
	tick := time.NewTicker(s.r.Every)
	defer tick.Stop()
	for {
		var all bool
		select {
		case <-ctx.Done():
			s.end("restart")
			all = true
		case <-s.ended:
			all = true
		case <-tick.C:
		}
		err := s.write(context.WithoutCancel(ctx), all, made)
		if err == nil && !all {
			err = s.room()
		}
		if err != nil {
			s.r.report(s.id, err)
			s.end("disk")
			s.r.Changed(s.meeting)
			s.close(made)
			return
		}
		if all {
			s.close(made)
			return
		}
	}
}

// room is an error when little is left on the disk, or it is too slow.
func (s *session) room() error {
	s.mu.Lock()
	waiting := s.bytes
	s.mu.Unlock()
	if waiting > maxWaiting {
		return errors.New("the disk does not keep up")
	}
	return space(s.r.Dir)
}

// write puts what has settled on disk, with the chapters that have begun.
func (s *session) write(ctx context.Context, all bool, made chan<- int) error {
	ready, upTo := s.taken(all)
	if err := s.r.chapters(ctx, s); err != nil {
		return err
	}
	slices.SortStableFunc(ready, func(a, b capture.Piece) int { return cmp.Compare(a.At, b.At) })
	for len(ready) > 0 {
		n := slices.IndexFunc(ready, s.border)
		if n < 0 {
			break
		}
		if err := s.add(ctx, ready[:n]); err != nil {
			return err
		}
		if err := s.turn(ready[n].At, made); err != nil {
			return err
		}
		ready = ready[n:]
	}
	if err := s.add(ctx, ready); err != nil {
		return err
	}
	if !all && s.file != nil && (upTo-s.from >= partLength && upTo-s.seen >= unseen || upTo-s.from >= longestPart) {
		return s.turn(upTo, made)
	}
	return nil
}

// border: the part ends before this piece.
func (s *session) border(p capture.Piece) bool { return p.Key && p.At-s.from >= partLength }

// add writes pieces to the open file.
func (s *session) add(ctx context.Context, ps []capture.Piece) error {
	ps = slices.DeleteFunc(slices.Clone(ps), func(p capture.Piece) bool { return p.At < s.from-mix.Lead })
	if len(ps) == 0 {
		return nil
	}
	if s.file == nil {
		if err := s.open(); err != nil {
			return err
		}
		if len(s.tail) > 0 {
			ps = append(s.tail, ps...)
			s.tail = nil
		}
	}
	if err := s.file.Add(ctx, ps); err != nil {
		return err
	}
	for _, p := range ps {
		if p.Stream.Sound() {
			s.tail = append(s.tail, p)
		} else {
			s.seen = max(s.seen, p.At)
		}
		s.last = max(s.last, p.At+mix.Frame)
	}
	s.tail = slices.DeleteFunc(s.tail, func(p capture.Piece) bool { return p.At < s.last-10*mix.Lead })
	return nil
}

func (s *session) open() (err error) {
	if err := os.MkdirAll(s.r.dir(s.id), 0o700); err != nil {
		return fmt.Errorf("recording: %w", err)
	}
	s.file, err = capture.Create(s.r.file(s.id, s.part, s.from), s.r.Vault, s.id, s.part)
	return err
}

// turn ends the part at a time and begins the next one, with a little of the
// sound before it. A part in which nothing came has an empty file.
func (s *session) turn(at time.Duration, made chan<- int) error {
	at -= at % mix.Frame
	if s.file == nil {
		if err := s.open(); err != nil {
			return err
		}
	}
	err := s.file.Close()
	s.tail = slices.DeleteFunc(s.tail, func(p capture.Piece) bool { return p.At < at-mix.Lead })
	s.from, s.part, s.file = at, s.part+1, nil
	if err == nil {
		err = s.open() // its name says where the part before ended
	}
	made <- s.part - 1
	return err
}

// close ends the last part.
func (s *session) close(made chan<- int) {
	if s.file == nil {
		return
	}
	s.r.report(s.id, s.file.Close())
	s.file = nil
	made <- s.part
}

// file is the capture of a part: its name says where it begins, in ms.
func (r *Recordings) file(id string, part int, from time.Duration) string {
	return filepath.Join(r.dir(id), fmt.Sprintf("%05d-%d", part, from.Milliseconds()))
}

// chapters stores the chapters that have begun.
func (r *Recordings) chapters(ctx context.Context, s *session) error {
	s.mu.Lock()
	fresh := s.chapters
	s.chapters = nil
	s.mu.Unlock()
	if len(fresh) == 0 {
		return nil
	}
	_, err := r.all.Update(ctx, s.id, func(d *Recording) error {
		for _, c := range fresh {
			if c.text == "" {
				continue
			}
			box, err := r.Vault.Seal(ctx, groupKey(d), chapterRef(d, c.at), []byte(c.text))
			if err != nil {
				return err
			}
			d.Chapters = append(d.Chapters, Chapter{c.at, box})
		}
		return nil
	})
	return err
}
