package notice

import (
	"slices"
	"time"
)

// The kinds of notice. What each says is in the texts of server/account
// ("tell.<kind>") and of the browser client ("notices.kind.<kind>").
const (
	Danger       = "danger"       // a fixed rule on an answer (SAFE-4); cannot be switched off
	Report       = "report"       // for facilitators: somebody reported a message, or is worried
	Chat         = "chat"         // messages not read yet
	MeetingDay   = "meeting-day"  // a meeting in a day
	MeetingHour  = "meeting-hour" // a meeting in an hour
	MeetingMoved = "meeting-moved"
	MeetingOff   = "meeting-off"
	SlotOff      = "slot-off"  // a conversation between two was called off
	Homework     = "homework"  // due in a day, and not sent
	Feedback     = "feedback"  // there is an answer to one's homework
	Expiry       = "expiry"    // a recording will be removed
	Offer        = "offer"     // there is a place in a group
	WaitOver     = "wait-over" // one is on a waiting list no more, by no choice of one's own
	Trial        = "trial"     // asked for by the person
)

// Kind is what is fixed of a kind.
type Kind struct {
	Name    string
	Locked  bool // always sent, in quiet hours too, and not among the choices
	Bundled bool // at most one in a part of the day, see bundle
	delay   time.Duration
}

// kinds are all, in the order of the page of choices. A chat message waits a
// little: whoever reads it meanwhile need not be told.
var kinds = []Kind{
	{Name: Danger, Locked: true},
	{Name: Report},
	{Name: Chat, Bundled: true, delay: 5 * time.Minute},
	{Name: MeetingDay},
	{Name: MeetingHour},
	{Name: MeetingMoved},
	{Name: MeetingOff},
	{Name: SlotOff},
	{Name: Homework},
	{Name: Feedback, Bundled: true},
	{Name: Expiry},
	{Name: Offer},
	{Name: WaitOver},
	{Name: Trial, Locked: true},
}

// Kinds are all kinds of notice.
func Kinds() []Kind { return slices.Clone(kinds) }

func find(name string) (Kind, bool) {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}
