package live

import (
	"context"
	"slices"

	"kring/groups/meeting"
	"kring/internal/access"
)

// table is every message that a browser may send: what the policy must allow,
// at which place, who does it, and whether the access log has it.
var table = slices.Concat(ownTable, screenTable, scriptTable, careTable, rtcTable, recordingTable, textTable)

// ownTable is the chat and the doors of a meeting.
var ownTable = []kind{
	on("chat.open", access.ReadChat, access.Channel, chatOpen).in("read").answeredByNews(),
	on("chat.close", access.ReadChat, access.Channel, chatClose),
	on("chat.send", access.SendChat, access.Channel, chatSend),
	on("chat.read", access.ReadChat, access.Channel, chatRead),
	on("chat.watch", access.WatchChat, access.Group, chatWatch),

	on("meeting.enter", access.SitInMeeting, access.Meeting, meetingEnter).in("read"),
	on("meeting.leave", access.SitInMeeting, access.Meeting, meetingLeave),
	on("meeting.media", access.SitInMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingMedia) error {
		return v.Media(ctx, meeting.Devices(m.Devices))
	})),
	on("meeting.hand", access.EnterMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingHand) error {
		return v.Hand(ctx, m.Up)
	})),
	on("rtc.offer", access.SitInMeeting, access.Meeting, rtcOffer).doneLater(),

	on("meeting.open", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, _ MeetingOnly) error {
		return v.Open(ctx)
	})).in("write"),
	on("meeting.close", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, _ MeetingOnly) error {
		return v.Close(ctx)
	})).in("write"),
	on("meeting.lock", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingLock) error {
		return v.Lock(ctx, m.Locked)
	})),
	on("meeting.admit", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingWho) error {
		return v.Admit(ctx, m.Who)
	})).in("write"),
	on("meeting.remove", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingWho) error {
		return v.Remove(ctx, m.Who)
	})).in("write"),
	on("meeting.mute", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingWho) error {
		return v.Mute(ctx, m.Who)
	})),
}

func (m ChatOpen) place() string     { return m.Channel }
func (m ChatClose) place() string    { return m.Channel }
func (m ChatSend) place() string     { return m.Channel }
func (m ChatRead) place() string     { return m.Channel }
func (m ChatWatch) place() string    { return m.Group }
func (m MeetingEnter) place() string { return m.Meeting }
func (m MeetingOnly) place() string  { return m.Meeting }
func (m MeetingLock) place() string  { return m.Meeting }
func (m MeetingWho) place() string   { return m.Meeting }
func (m MeetingMedia) place() string { return m.Meeting }
func (m MeetingHand) place() string  { return m.Meeting }
func (m RTCOffer) place() string     { return m.Meeting }
