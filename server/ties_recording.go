package main

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"kring/groups"
	"kring/groups/consent"
	"kring/groups/meeting"
	"kring/groups/notice"
	"kring/groups/recording"
	"kring/groups/recording/capture"
	"kring/groups/recording/mix"
	"kring/groups/recording/take"
	"kring/internal/access"
	"kring/internal/audit"
	"kring/internal/fault"
	"kring/rtc"
)

func (k *kring) openRecordings(ctx context.Context) (err error) {
	k.recordings, err = recording.Open(ctx, recording.Deps{
		DB: k.docs, Vault: k.vault, Blobs: k.blobs, Media: tapes{k}, Attendance: k.debrief, Audience: audience{k}, Ffmpeg: mix.Find(),
		Dir: k.path("captures"), Node: k.node(), Version: k.groups.Consents.Text(consent.Recording, "nl").Version,
		Changed: func(meeting string) { k.meetings.Touch(meeting) },
		Failed:  func(id string, err error) { slog.Error("recording", "recording", id, "error", err) },
		Expire:  k.expireRecording,
	})
	if err != nil {
		return err
	}
	k.onClose(func() error { k.recordings.Close(); return nil })
	k.every(ctx, time.Hour, "remove recordings whose time is over", k.sweepRecordings)
	k.every(ctx, time.Hour, "remind of recordings that will be removed", k.recordings.Remind)
	k.every(ctx, 10*time.Minute, "make films for older browsers at night", k.renderRecordings)
	return nil
}

func (k *kring) sweepRecordings(ctx context.Context) error {
	n, err := k.recordings.Sweep(ctx)
	if n > 0 {
		slog.Info("recordings were removed: their time was over", "removed", n)
	}
	return err
}

func (k *kring) renderRecordings(ctx context.Context) error {
	n, err := k.recordings.Render(ctx)
	if n > 0 {
		slog.Info("films for older browsers were made", "made", n)
	}
	return err
}

// audience is who watches recordings.
type audience struct{ *kring }

func (a audience) Members(ctx context.Context, group string) (persons []string, err error) {
	c, err := a.groups.Circle(ctx, group)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, m := range c.Members(groups.Viewer{Role: groups.RoleFacilitator}) {
		persons = append(persons, c.PersonOf(m.ID))
	}
	return persons, nil
}

func (a audience) Tell(ctx context.Context, r recording.Reminder) error {
	return a.notices.Plan(ctx, notice.Note{PersonID: r.PersonID, Kind: notice.Expiry, Key: r.RecordingID, Until: r.Until})
}

// expireRecording writes the access log around the removal of a recording.
func (k *kring) expireRecording(ctx context.Context, _, id string) (func(error) error, error) {
	done, err := k.log.Attempt(ctx, audit.Entry{Who: "system", Action: "expire", Kind: kinds[access.Recording], Object: id})
	if err != nil {
		return nil, err
	}
	return func(err error) error { return done(context.WithoutCancel(ctx), outcome(err)) }, nil
}

// scene tells recordings what goes on in a meeting.
func (k *kring) scene(id string, s meeting.Scene) { k.recordings.Takes.Scene(id, recordingScene(s)) }

func recordingScene(s meeting.Scene) take.Scene {
	sc := take.Scene{Open: s.Open, Apart: s.Apart, Chapter: s.Step}
	var room []string // whom the device in the room hears
	device := slices.ContainsFunc(s.Seated, func(x meeting.Seat) bool { return x.Role == groups.RoleRoom })
	for _, x := range s.Room {
		room = append(room, x.PersonID)
		sc.Seated = append(sc.Seated, take.Seated{ID: x.ID, Persons: []string{x.PersonID}, Away: !x.Connected})
	}
	for _, x := range s.Seated {
		seat := take.Seated{ID: x.ID, Persons: []string{x.PersonID}, Away: !x.Connected}
		switch {
		case x.Role == groups.RoleRoom: // it is asked nothing; who is in the room is
			seat.Persons, seat.Away = room, true
		case x.Leads() && !device: // then theirs is the device in the room
			seat.Persons = append(seat.Persons, room...)
		}
		sc.Seated = append(sc.Seated, seat)
	}
	return sc
}

// tapes lets recordings take from the rooms of the media engine.
type tapes struct{ *kring }

func (t tapes) Record(meeting string, take func(capture.Piece, time.Time), allowed func(peer string) bool) {
	r := t.engine.Room(meeting)
	switch {
	case r == nil: // whoever opens it attaches
	case take == nil:
		r.Record(nil, nil)
	default:
		r.Record(tape(take), allowed)
	}
}

// tape is what recordings take with.
type tape func(capture.Piece, time.Time)

func (t tape) Record(p rtc.Piece) {
	t(capture.Piece{Who: p.Peer, Stream: capture.Stream(p.Stream), Key: p.Key, Loud: p.Loud, Data: p.Data}, p.At)
}

// recorded is the media of meetings of which a recording takes too, whenever a
// room has opened for it.
type recorded struct {
	meeting.Media
	attach func(meeting string)
}

func (m recorded) Answer(ctx context.Context, o meeting.Offer) (string, error) {
	sdp, err := m.Media.Answer(ctx, o)
	if err == nil {
		m.attach(o.Meeting)
	}
	return sdp, err
}

// recordingFacts: a recording belongs to a group; who is in it may leave it.
func (k *kring) recordingFacts(ctx context.Context, person string, p access.Place) (access.Facts, error) {
	group, hidden, in, err := k.recordings.Of(ctx, p.ID, person)
	if fault.Is(err, fault.NotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	f, err := k.groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: group})
	f.Hidden, f.Recorded = hidden, in
	return f, err
}
