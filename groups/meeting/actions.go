package meeting

import (
	"context"
	"time"

	"kring/groups"
	"kring/groups/script"
	"kring/internal/fault"
)

// Everyone, as the participant of Admit and Mute, is all of them.
const Everyone = "all"

// Media tells what the visitor's own devices do; turning the microphone on
// ends a mute. A message that changes the camera does not: it may have left
// before the mute arrived, with the microphone still on. One who waits may say
// it too.
func (v *Visit) Media(ctx context.Context, d Devices) error {
	if v.room {
		d = Devices{}
	}
	return v.ask(ctx, func(x *part, answer func(error)) {
		d := v.m.has(d)
		if x.mutedBy != "" && d.Camera != x.devices.Camera {
			d.Microphone = false
		}
		if d.Microphone {
			x.mutedBy = ""
		}
		x.devices = d
		v.m.publish()
		answer(nil)
	})
}

// Hand raises or lowers the visitor's hand; raising it twice keeps its place.
func (v *Visit) Hand(ctx context.Context, up bool) error {
	return v.do(ctx, func(x *part) error {
		switch {
		case !up:
			x.hand = 0
		case x.hand == 0:
			v.m.count++
			x.hand = v.m.count
		}
		return nil
	})
}

// Mute turns off the microphone of one participant, or of all but the visitor.
// Nobody can turn it on again but they themselves.
func (v *Visit) Mute(ctx context.Context, who string) error {
	return v.do(ctx, func(*part) error {
		found := false
		for id, x := range v.m.parts {
			if v.m.saved.seated(id) == nil || who != id && (who != Everyone || id == v.who.ID) {
				continue
			}
			found = true
			if x.devices.Microphone {
				x.devices.Microphone, x.mutedBy = false, v.who.ID
			}
		}
		if !found && who != Everyone {
			return fault.Gone()
		}
		return nil
	})
}

// Open opens the meeting, also one that was closed.
func (v *Visit) Open(ctx context.Context) error {
	return v.change(ctx, func(s *state) error {
		s.phase = groups.Opened
		return v.m.play(s, "", script.Begin)
	}, func() {})
}

// Close ends the meeting for all; it waits for who are apart.
func (v *Visit) Close(ctx context.Context) error {
	return v.ask(ctx, func(_ *part, answer func(error)) {
		if err := v.m.next.run.Together(); err != nil {
			answer(err)
			return
		}
		v.m.finish(answer)
	})
}

// Lock keeps newcomers in the waiting room.
func (v *Visit) Lock(ctx context.Context, locked bool) error {
	return v.change(ctx, func(s *state) error {
		s.Locked = locked
		return nil
	}, func() {})
}

// Admit gives who waits a seat: one, or all for whom there is one, in the
// order of their coming.
func (v *Visit) Admit(ctx context.Context, who string) error {
	now := time.Now().UnixMilli()
	return v.change(ctx, func(s *state) error {
		if err := s.admits(); err != nil {
			return err
		}
		n := 0
		for _, w := range v.m.waiting() {
			if who != Everyone && who != w.who.ID {
				continue
			}
			if err := v.m.sits(s, w, now); err != nil {
				if n > 0 {
					break
				}
				return err
			}
			n++
		}
		if n == 0 && who != Everyone {
			return fault.New(fault.Conflict, "meeting.not-waiting", "nobody of that id waits")
		}
		return nil
	}, func() {})
}

// Remove takes a member out; she comes back only through the waiting room.
func (v *Visit) Remove(ctx context.Context, who string) error {
	now := time.Now().UnixMilli()
	return v.change(ctx, func(s *state) error {
		p := s.person(who)
		if p != nil && leads(p.Role) {
			return fault.New(fault.Conflict, "meeting.facilitator", "a facilitator cannot be removed")
		}
		if x := v.m.parts[who]; p == nil && (x == nil || x.visit == nil) {
			return fault.Gone()
		}
		return v.m.goes(s, who, now, (*state).remove)
	}, func() { v.m.away(who, Removed) })
}
