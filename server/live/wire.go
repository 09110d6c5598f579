// Package live is the socket edge: one WebSocket per browser tab carries chat
// and meetings. README.md is the protocol, one example per message; the same
// examples are testdata/<type>.json, which Go and TypeScript both test.
//
// A socket has one reader and one writer goroutine. Whatever can pile up is
// pulled, not pushed: the writer takes the newest meeting.state and reads
// missing chat messages from the store, each tab at its own place; only
// answers wait in a queue, and it is bounded.
package live

import "kring/groups/script"

// Head opens every message. Ref is the client's own mark (at most 40 bytes),
// returned in the answer.
type Head struct {
	Type string `json:"type"`
	Ref  string `json:"ref,omitempty"`
}

func (h Head) head() Head { return h }

// The messages of a browser. Every one is answered exactly once, by ok, error
// or the message named here, with its Ref.
type (
	// MeetingEnter: a facilitator takes a seat, a participant waits, unless the
	// meeting knows her already: then she has her seat back. Room: she sits in one
	// room with others, without seat, sound and picture.
	MeetingEnter struct {
		Head
		Meeting string `json:"meeting"`
		Devices
		Room bool `json:"room,omitempty"`
	}
	// MeetingOnly is meeting.leave, meeting.open and meeting.close.
	MeetingOnly struct {
		Head
		Meeting string `json:"meeting"`
	}
	// MeetingLock keeps newcomers in the waiting room.
	MeetingLock struct {
		Head
		Meeting string `json:"meeting"`
		Locked  bool   `json:"locked"`
	}
	// MeetingWho is meeting.admit, meeting.remove and meeting.mute. Who is a
	// participant id or, for admit and mute, "all".
	MeetingWho struct {
		Head
		Meeting string `json:"meeting"`
		Who     string `json:"who"`
	}
	// MeetingMedia tells what the sender's own devices do.
	MeetingMedia struct {
		Head
		Meeting string `json:"meeting"`
		Devices
	}
	// MeetingHand raises or lowers the sender's own hand.
	MeetingHand struct {
		Head
		Meeting string `json:"meeting"`
		Up      bool   `json:"up"`
	}
	// RTCOffer is the one offer of a seated participant, or an ICE restart.
	RTCOffer struct {
		Head
		Meeting string `json:"meeting"`
		SDP     string `json:"sdp"`
	}
)

// Devices says what is on.
type Devices struct {
	Microphone bool `json:"microphone"`
	Camera     bool `json:"camera"`
}

// The messages of the server.
type (
	// OK answers what has no answer of its own.
	OK struct{ Head }
	// Error answers a message that was not done. Code names a text of the
	// language files; Text is for developers.
	Error struct {
		Head
		Code string `json:"code"`
		Text string `json:"text"`
	}
	// Welcome is the first message. Server is another word after each restart.
	Welcome struct {
		Head
		Person string `json:"person"`
		Server string `json:"server"`
	}
	// MeetingState is the whole meeting as this viewer may see it, at enter and
	// after every change; a newer one replaces an older one.
	MeetingState struct {
		Head
		Meeting    string    `json:"meeting"`
		Phase      string    `json:"phase"`
		Rev        int64     `json:"rev"`
		Locked     bool      `json:"locked"`
		Seats      []Seat    `json:"seats"`
		Waiting    []Waiting `json:"waiting"`
		Room       []Present `json:"room,omitempty"`
		Captioner  string    `json:"captioner,omitempty"` // participant id
		SeatCount  int       `json:"seatCount"`
		Screen     string    `json:"screen"`
		You        You       `json:"you"`
		ServerTime int64     `json:"serverTime"`
		Closing    *Closing  `json:"closing,omitempty"`
		// Recording is there while it is recorded, or people are asked for it.
		Recording *RecordingState `json:"recording,omitempty"`
		script.View
	}
	// MeetingSpeaking names the seats that are heard now.
	MeetingSpeaking struct {
		Head
		Meeting string `json:"meeting"`
		Seats   []int  `json:"seats"`
	}
	// MeetingEnded: this tab is no longer in the meeting. Reason is closed,
	// removed or elsewhere.
	MeetingEnded struct {
		Head
		Meeting string `json:"meeting"`
		Reason  string `json:"reason"`
	}
	// RTCAnswer answers rtc.offer.
	RTCAnswer struct {
		Head
		Meeting string `json:"meeting"`
		SDP     string `json:"sdp"`
	}
)

// Author of a chat message, or who has a seat. ID is a participant id, Role is
// member, facilitator or co-facilitator; ID and Alias are empty when the
// viewer may read it but not know who it is.
type Author struct {
	ID    string `json:"id"`
	Alias string `json:"alias"`
	Role  string `json:"role"`
}

// Seat is one taken seat. Hand is 0 when down, else the order of hands (1 was
// first). MutedBy is the facilitator who muted, until the person unmutes.
type Seat struct {
	Seat int `json:"seat"`
	Author
	Devices
	Hand      int    `json:"hand"`
	MutedBy   string `json:"mutedBy,omitempty"`
	Connected bool   `json:"connected"`
}

// Waiting is somebody in the waiting room.
type Waiting struct {
	ID    string `json:"id"`
	Alias string `json:"alias"`
	Devices
}

// You is the viewer. Status is waiting, seated or room (in one room
// with others, without a seat); Seat is -1 without one.
type You struct {
	ID     string `json:"id"`
	Role   string `json:"role"`
	Seat   int    `json:"seat"`
	Status string `json:"status"`
}
