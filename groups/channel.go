package groups

import (
	"context"
	"slices"
	"strings"

	"kring/internal/fault"
)

// Who may write to one other person in a meeting (MEET-7).
const (
	PrivateChatOff          = "off"
	PrivateChatFacilitators = "facilitators" // to and from a facilitator
	PrivateChatOpen         = "open"         // to whoever one sees
)

// What the id of a channel begins with; the id of whose it is follows.
const (
	groupChannel   = "g-" // everybody of a group
	backChannel    = "b-" // the facilitators of a group
	meetingChannel = "m-" // who may enter a meeting
	lineChannel    = "l-" // one member and the facilitators; the group's id and the member's
)

// Channel is the id of the group's general channel.
func Channel(groupID string) string { return groupChannel + groupID }

// BackChannel is the id of the channel that only a group's facilitators read.
func BackChannel(groupID string) string { return backChannel + groupID }

// MeetingChannel is the id of a meeting's own channel.
func MeetingChannel(meetingID string) string { return meetingChannel + meetingID }

// LineChannel is the id of a member's own line to the facilitators (CHAT-1).
func LineChannel(groupID, memberID string) string { return lineChannel + groupID + "-" + memberID }

// OfLine is the member whose line a channel is.
func OfLine(channel string) (memberID string, ok bool) {
	rest, ok := strings.CutPrefix(channel, lineChannel)
	if _, in := ofMeeting(rest); !ok || !in {
		return "", false
	}
	return rest[strings.LastIndexByte(rest, '-')+1:], true
}

// OfChannel is the group whose channel it is; false when it is no channel's
// id. It says nothing of whether there is such a group or meeting.
func OfChannel(channel string) (groupID string, ok bool) {
	if id, ok := OfMeetingChannel(channel); ok {
		return ofMeeting(id)
	}
	if rest, ok := strings.CutPrefix(channel, lineChannel); ok {
		return ofMeeting(rest)
	}
	for _, prefix := range []string{groupChannel, backChannel} {
		if id, ok := strings.CutPrefix(channel, prefix); ok {
			return id, true
		}
	}
	return "", false
}

// OfMeetingChannel is the meeting whose channel it is.
func OfMeetingChannel(channel string) (meetingID string, ok bool) {
	return strings.CutPrefix(channel, meetingChannel)
}

// IsBackChannel says whether only facilitators read a channel.
func IsBackChannel(channel string) bool { return strings.HasPrefix(channel, backChannel) }

// ChannelCircle is the circle in which a channel is read.
func (s *Groups) ChannelCircle(ctx context.Context, channel string) (*Circle, error) {
	if meeting, ok := OfMeetingChannel(channel); ok {
		return s.MeetingCircle(ctx, meeting)
	}
	group, ok := OfChannel(channel)
	if !ok {
		return nil, fault.Gone()
	}
	return s.Circle(ctx, group)
}

// PrivateTo is the person whom a viewer may write to alone, by participant id,
// in a meeting of the group. Whom she may not know is not there for her.
func (c *Circle) PrivateTo(v Viewer, participantID string) (personID string, err error) {
	person := c.PersonOf(participantID)
	other, seen := c.See(v, person)
	if !seen || other.Own || other.Role == RoleMember && other.Status != Active {
		return "", fault.Gone()
	}
	withGuide := guides(v.Role) || guides(other.Role)
	if c.PrivateChat == PrivateChatOpen || c.PrivateChat == PrivateChatFacilitators && withGuide {
		return person, nil
	}
	return "", fault.New(fault.Conflict, "chat.private-off", "private chat is %s in this group", c.PrivateChat)
}

func guides(role string) bool {
	return slices.Contains([]string{RoleFacilitator, RoleCoFacilitator}, role)
}
