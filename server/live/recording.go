package live

import (
	"context"

	"kring/groups/meeting"
	"kring/internal/access"
)

// recordingTable is what is done about recording a meeting.
var recordingTable = []kind{
	on("recording.start", access.LeadMeeting, access.Meeting, startRecording).in("write"),
	on("recording.stop", access.LeadMeeting, access.Meeting, func(ctx context.Context, c *conn, m MeetingOnly) (any, error) {
		return nil, c.s.Recordings.Stop(ctx, m.Meeting)
	}).in("write"),
	on("recording.answer", access.EnterMeeting, access.Meeting, answerRecording).in("write"),
}

func startRecording(ctx context.Context, c *conn, m MeetingOnly) (any, error) {
	at, err := c.s.Groups.Meeting(ctx, m.Meeting)
	if err != nil {
		return nil, err
	}
	g, err := c.s.Groups.Running(ctx, at.GroupID)
	if err != nil {
		return nil, err
	}
	return nil, c.s.Recordings.Start(ctx, g, m.Meeting, c.person)
}

func answerRecording(ctx context.Context, c *conn, m RecordingAnswer) (any, error) {
	v, err := c.visit(m.Meeting)
	if err != nil {
		return nil, err
	}
	return nil, c.s.Recordings.Answer(ctx, m.Meeting, v.Who().ID, c.person, m.Yes, m.Version)
}

// recording is what a visitor sees of the meeting's recording; nil for none.
func (c *conn) recording(id string, v *meeting.View) *RecordingState {
	if c.s.Recordings == nil {
		return nil
	}
	l := c.s.Recordings.Takes.Live(id, c.person, v.You.Leads())
	if l == nil {
		return nil
	}
	return &RecordingState{l.ID, l.State, append([]string{}, l.Asked...), l.Yours, l.Problem}
}
