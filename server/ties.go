package main

import (
	"context"
	"errors"

	"kring/groups"
	"kring/groups/meeting"
	"kring/homework"
	"kring/internal/access"
	"kring/internal/audit"
	"kring/internal/bus"
	"kring/internal/fault"
	"kring/rtc"
)

// The ties fit one package's wish to what another can do, so that neither
// knows the other.

// programmes gives groups what they need to know of homework's programmes.
type programmes struct{ *homework.Homework }

func (p programmes) Plan(_ context.Context, id string, version int) (groups.Plan, error) {
	prog, err := p.Programme(id, version)
	if err != nil {
		return groups.Plan{}, err
	}
	plan := groups.Plan{ID: prog.ID, Version: prog.Version, Title: prog.Title.In("nl")}
	for _, s := range prog.Sessions {
		plan.Sessions = append(plan.Sessions, groups.Session{ID: s.ID, Title: s.Title.In("nl"), DurationMin: s.DurationMin})
	}
	return plan, nil
}

// posted tells all nodes that a channel has a new message.
type posted struct{ *bus.Bus }

func (p posted) Posted(channel string, seq int64) {
	// What is lost here, a reader finds by the gap before the next message.
	_ = p.Publish("chat."+channel, bus.Event{Kind: "message", Channel: channel, Seq: seq})
}

func (p posted) Changed(channel string, n int64) {
	_ = p.Publish("chat."+channel, bus.Event{Kind: "changed", Channel: channel, Seq: n}) // lost: see Posted
}

func (p posted) HasRead(person, channel string) {
	_ = p.Publish("person."+person, bus.Event{Kind: "read", Person: person, Channel: channel}) // lost: the list counts anew when it is opened
}

// facts gathers what a person is to a place. A piece of homework belongs to a
// group; its owner is known to homework alone.
func (k *kring) facts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	switch p.Kind {
	case access.Invitation:
		return k.enrol.Facts(ctx, person, p)
	case access.Recording:
		return k.recordingFacts(ctx, person, p)
	case access.Assignment, access.Answer:
		return k.homeworkFacts(ctx, person, p)
	case access.Upload:
		return k.uploadFacts(ctx, person, p.ID)
	case access.Report:
		return k.reportFacts(ctx, person, p.ID)
	case access.Slot:
		return k.slots.Facts(ctx, person, p)
	}
	return k.groups.Facts(ctx, person, p)
}

func (k *kring) homeworkFacts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	scope, err := k.homework.Scope(ctx, p)
	if fault.Is(err, fault.NotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	if p.Kind == access.Assignment {
		scope.Owner = person // of the answer that goes with it
	}
	if scope.Group == "" {
		return access.Facts{Person: person, Owner: scope.Owner, Alone: scope.Owner == person}, nil
	}
	f, err := k.groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: scope.Group})
	f.Owner, f.HandedIn, f.Later = scope.Owner, scope.HandedIn, scope.Later
	return f, err
}

// kinds names places in the access log.
var kinds = map[access.Kind]string{
	access.Organisation: "organisation", access.Group: "group", access.Member: "member", access.Meeting: "meeting",
	access.Channel: "channel", access.Invitation: "invitation", access.Assignment: "assignment", access.Answer: "answer",
	access.Recording: "recording",
	access.Slot:      "slot", access.Upload: "upload", access.Report: "report",
}

// logged writes the access log around an operation: a read before it is
// answered, a write as attempt before its effect and outcome after it.
func (k *kring) logged(ctx context.Context, f access.Facts, a access.Action, p access.Place, write bool) (func(error) error, error) {
	e := audit.Entry{Who: f.Person, Role: role(f), Org: f.Organisation, Action: string(a), On: f.Owner, Kind: kinds[p.Kind], Object: p.ID}
	if !write {
		e.Outcome = audit.Done
		return func(error) error { return nil }, k.log.Append(ctx, e)
	}
	done, err := k.log.Attempt(ctx, e)
	if err != nil {
		return nil, err
	}
	return func(err error) error {
		// The outcome is kept even when the request's time is over.
		return done(context.WithoutCancel(ctx), outcome(err))
	}, nil
}

// loggedPart writes that a part of a file is read: once for all that are read
// in a quarter of an hour.
func (k *kring) loggedPart(ctx context.Context, f access.Facts, a access.Action, p access.Place) error {
	return k.log.Append(ctx, audit.Entry{
		Who: f.Person, Role: role(f), Org: f.Organisation, Action: string(a), On: f.Owner, Kind: kinds[p.Kind], Object: p.ID, Outcome: audit.Done, Part: true,
	})
}

func outcome(err error) audit.Outcome {
	switch {
	case err == nil:
		return audit.Done
	case fault.Of(err) != nil:
		return audit.Refused
	}
	return audit.Failed
}

// role is as what somebody acts on a place.
func role(f access.Facts) string {
	switch {
	case f.Room:
		return "room"
	case f.Owner == f.Person && f.Owner != "":
		return "self"
	case f.Facilitator:
		return "facilitator"
	case f.Membership == access.Active:
		return "member"
	case f.Roles&access.Coordinator != 0:
		return "coordinator"
	}
	return ""
}

// media lets meetings use the engine: a room is opened with its first offer.
type media struct {
	engine   *rtc.Engine
	speaking func(meeting string, heard map[string][]int)
}

// heard passes on what a room tells.
type heard struct {
	media
	meeting string
}

func (h heard) Speaking(by map[string][]int) { h.speaking(h.meeting, by) }

// Connected: a seat is kept whether or not its media flows; the person's own
// screen says how the connection is.
func (h heard) Connected(string, bool) {}

func (m media) Answer(ctx context.Context, o meeting.Offer) (string, error) {
	room, err := m.open(o)
	if err != nil {
		return "", err
	}
	room.Sees(o.Peer, o.Sees)
	if !o.Microphone {
		room.Mute(o.Peer, true)
	}
	if !o.Camera {
		room.Camera(o.Peer, false)
	}
	return room.Join(ctx, o.Peer, o.Seat, o.SDP)
}

// open finds the meeting's room, or opens it.
func (m media) open(o meeting.Offer) (*rtc.Room, error) {
	room := m.engine.Room(o.Meeting)
	if room == nil {
		var err error
		room, err = m.engine.Open(o.Meeting, o.Seats, heard{m, o.Meeting})
		switch {
		case fault.Is(err, fault.Conflict): // somebody joined at the same moment
			room = m.engine.Room(o.Meeting)
		case err != nil:
			return nil, err
		default:
			room.Circles(o.Rooms) // nobody hears another room while this is new
		}
	}
	if room == nil {
		return nil, errors.New("the meeting's media has just closed")
	}
	return room, nil
}

func (m media) room(id string, do func(*rtc.Room)) {
	if r := m.engine.Room(id); r != nil {
		do(r)
	}
}

func (m media) Mute(meeting, peer string, muted bool) {
	m.room(meeting, func(r *rtc.Room) { r.Mute(peer, muted) })
}

func (m media) Camera(meeting, peer string, on bool) {
	m.room(meeting, func(r *rtc.Room) { r.Camera(peer, on) })
}

func (m media) Screen(meeting, peer string, on bool) {
	m.room(meeting, func(r *rtc.Room) { r.Screen(peer, on) })
}

func (m media) View(id, peer string, tiles []meeting.Tile) {
	m.room(id, func(r *rtc.Room) {
		shown := make([]rtc.Tile, len(tiles))
		for i, t := range tiles {
			shown[i] = rtc.Tile(t) // ScreenPlace is the same number in both
		}
		r.View(peer, shown)
	})
}

func (m media) Leave(meeting, peer string) { m.room(meeting, func(r *rtc.Room) { r.Leave(peer) }) }

func (m media) Close(meeting string) {
	m.room(meeting, func(r *rtc.Room) { _ = r.Close() })
}
