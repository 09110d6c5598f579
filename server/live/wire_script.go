package live

import (
	"context"

	"kring/groups/meeting"
	"kring/groups/script"
	"kring/internal/access"
)

// The messages of a browser about the script (groups/script says what they do).
type (
	// MeetingNext: From is the step that the sender saw, "" before the first.
	MeetingNext struct {
		Head
		Meeting string `json:"meeting"`
		From    string `json:"from"`
	}
	// MeetingGoto does a step again, or jumps to it.
	MeetingGoto struct {
		Head
		Meeting string `json:"meeting"`
		Step    string `json:"step"`
	}
	// MeetingSkip leaves a step out, or puts it back.
	MeetingSkip struct {
		Head
		Meeting string `json:"meeting"`
		Step    string `json:"step"`
		Skipped bool   `json:"skipped"`
	}
	// MeetingInsert adds a step after another, "" for before the first.
	MeetingInsert struct {
		Head
		Meeting string `json:"meeting"`
		After   string `json:"after"`
		Kind    string `json:"kind"`
		Title   string `json:"title"`
		Body    string `json:"body"`
		Minutes int    `json:"minutes"`
		Seconds int    `json:"seconds"`
	}
	// StickStart: Order names participants; none is everybody, by seat.
	StickStart struct {
		Head
		Meeting string   `json:"meeting"`
		Order   []string `json:"order"`
		Seconds int      `json:"seconds"`
		Quiet   bool     `json:"quiet"`
	}
	// MeetingTimer starts the shared clock; 0 stops it.
	MeetingTimer struct {
		Head
		Meeting string `json:"meeting"`
		Seconds int    `json:"seconds"`
	}
	// PollDraft keeps a question for later; without a question the draft goes.
	PollDraft struct {
		Head
		Meeting  string   `json:"meeting"`
		ID       string   `json:"id"`
		Question string   `json:"question"`
		Options  []string `json:"options"`
		Several  bool     `json:"several"`
	}
	// PollStart asks a draft.
	PollStart struct {
		Head
		Meeting string `json:"meeting"`
		ID      string `json:"id"`
	}
	// MeetingShow is meeting.poll.show and meeting.joint.show.
	MeetingShow struct {
		Head
		Meeting string `json:"meeting"`
		Shown   bool   `json:"shown"`
	}
	// PollVote replaces the sender's vote; none takes it back.
	PollVote struct {
		Head
		Meeting string   `json:"meeting"`
		Options []string `json:"options"`
	}
	// MeetingFilm plays, pauses or moves a film for all; "" stops it.
	MeetingFilm struct {
		Head
		Meeting string  `json:"meeting"`
		Film    string  `json:"film"`
		Playing bool    `json:"playing"`
		At      float64 `json:"at"`
	}
	// MeetingTable: Piece is on the group's Groepstafel; "" takes it off the screens.
	MeetingTable struct {
		Head
		Meeting string `json:"meeting"`
		Piece   string `json:"piece"`
	}
	// PairsStart: Rooms are participants by room; none are drawn by lot, Size in each.
	PairsStart struct {
		Head
		Meeting string     `json:"meeting"`
		Size    int        `json:"size"`
		Rooms   [][]string `json:"rooms"`
		Task    string     `json:"task"`
		Seconds int        `json:"seconds"`
	}
	// PairsMove puts members in a room; 0 is the big circle.
	PairsMove struct {
		Head
		Meeting string   `json:"meeting"`
		Who     []string `json:"who"`
		Room    int      `json:"room"`
	}
	// PairsVisit takes the sender to a room; 0 is back to the circle.
	PairsVisit struct {
		Head
		Meeting string `json:"meeting"`
		Room    int    `json:"room"`
	}
	// PairsHelp asks for a facilitator in the sender's room, or no longer.
	PairsHelp struct {
		Head
		Meeting string `json:"meeting"`
		Help    bool   `json:"help"`
	}
	// MeetingText is meeting.say and meeting.notice; "" takes it back.
	MeetingText struct {
		Head
		Meeting string `json:"meeting"`
		Text    string `json:"text"`
	}
	// MeetingPause is the pause card for everybody.
	MeetingPause struct {
		Head
		Meeting string `json:"meeting"`
		Paused  bool   `json:"paused"`
	}
	// MeetingReact: Kind is heart, clap, thumb or same.
	MeetingReact struct {
		Head
		Meeting string `json:"meeting"`
		Kind    string `json:"kind"`
	}
	// JointShare shows the sender's own answer to a step to the group, or no longer.
	JointShare struct {
		Head
		Meeting string `json:"meeting"`
		Step    string `json:"step"`
		Shared  bool   `json:"shared"`
	}
)

// MeetingReaction is a sign of a participant that is gone in a moment.
type MeetingReaction struct {
	Head
	Meeting string `json:"meeting"`
	ID      string `json:"id"`
	Kind    string `json:"kind"`
}

// Closing says when the meeting closes if no facilitator comes back.
type Closing struct {
	At int64 `json:"at"`
}

// scriptTable is what the script takes: from facilitators, then from everybody.
var scriptTable = []kind{
	leads("next", func(m MeetingNext) script.Act { return script.Next(m.From) }),
	leads("goto", func(m MeetingGoto) script.Act { return script.Goto(m.Step) }),
	leads("skip", func(m MeetingSkip) script.Act { return script.Skip(m.Step, m.Skipped) }),
	leads("insert", func(m MeetingInsert) script.Act {
		return script.Insert(script.Addition{After: m.After, Kind: m.Kind, Title: m.Title, Body: m.Body, Minutes: m.Minutes, Seconds: m.Seconds})
	}),
	leads("stick.start", func(m StickStart) script.Act { return script.StickStart(m.Order, m.Seconds, m.Quiet) }),
	leads("stick.skip", func(MeetingOnly) script.Act { return script.StickSkip }),
	leads("stick.stop", func(MeetingOnly) script.Act { return script.StickStop }),
	leads("timer", func(m MeetingTimer) script.Act { return script.SetTimer(m.Seconds) }),
	leads("poll.draft", func(m PollDraft) script.Act { return script.PollDraft(m.ID, m.Question, m.Options, m.Several) }),
	leads("poll.start", func(m PollStart) script.Act { return script.PollStart(m.ID) }),
	leads("poll.close", func(MeetingOnly) script.Act { return script.PollClose }),
	leads("poll.show", func(m MeetingShow) script.Act { return script.PollShow(m.Shown) }),
	on("meeting.film", access.LeadMeeting, access.Meeting, showFilm),
	on("meeting.table", access.LeadMeeting, access.Meeting, showPiece),
	leads("pairs.start", func(m PairsStart) script.Act { return script.PairsStart(m.Size, m.Rooms, m.Task, m.Seconds) }),
	leads("pairs.move", func(m PairsMove) script.Act { return script.PairsMove(m.Who, m.Room) }),
	leads("pairs.visit", func(m PairsVisit) script.Act { return script.PairsVisit(m.Room) }),
	leads("pairs.end", func(MeetingOnly) script.Act { return script.PairsEnd }),
	leads("say", func(m MeetingText) script.Act { return script.Tell(m.Text) }),
	leads("notice", func(m MeetingText) script.Act { return script.TellWaiting(m.Text) }),
	leads("pause", func(m MeetingPause) script.Act { return script.Pause(m.Paused) }),
	leads("joint.show", func(m MeetingShow) script.Act { return script.JointShow(m.Shown) }),
	on("meeting.debrief", access.LeadMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, _ MeetingOnly) error {
		return v.Debrief(ctx)
	})).in("write"),

	takesPart("stick.pass", func(MeetingOnly) script.Act { return script.StickPass }),
	takesPart("poll.vote", func(m PollVote) script.Act { return script.PollVote(m.Options) }),
	takesPart("pairs.help", func(m PairsHelp) script.Act { return script.PairsHelp(m.Help) }),
	on("meeting.react", access.EnterMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m MeetingReact) error {
		return v.React(ctx, m.Kind)
	})),
	on("meeting.joint.share", access.EnterMeeting, access.Meeting, acts(func(ctx context.Context, v *meeting.Visit, m JointShare) error {
		return v.Share(ctx, m.Step, m.Shared)
	})),
}

// leads makes the line of what facilitators do with the script.
func leads[M message](typ string, act func(M) script.Act) kind {
	return on("meeting."+typ, access.LeadMeeting, access.Meeting, plays(act))
}

// showFilm shows a film that the organisation has, to all.
func showFilm(ctx context.Context, c *conn, m MeetingFilm) (any, error) {
	if m.Film != "" {
		if err := c.s.Playable(ctx, m.Meeting, m.Film); err != nil {
			return nil, err
		}
	}
	return plays(func(m MeetingFilm) script.Act { return script.ShowFilm(m.Film, m.Playing, m.At) })(ctx, c, m)
}

// showPiece lays a piece of the group's own Groepstafel before all: the meeting
// knows its id only, everybody reads it over HTTP with the rights of home.
func showPiece(ctx context.Context, c *conn, m MeetingTable) (any, error) {
	if m.Piece != "" {
		if err := c.s.OnTable(ctx, m.Meeting, m.Piece); err != nil {
			return nil, err
		}
	}
	return plays(func(m MeetingTable) script.Act { return script.ShowPiece(m.Piece) })(ctx, c, m)
}

// takesPart makes the line of what everybody does with it.
func takesPart[M message](typ string, act func(M) script.Act) kind {
	return on("meeting."+typ, access.EnterMeeting, access.Meeting, plays(act))
}

func plays[M message](act func(M) script.Act) func(context.Context, *conn, M) (any, error) {
	return acts(func(ctx context.Context, v *meeting.Visit, m M) error { return v.Play(ctx, act(m)) })
}

func (m MeetingNext) place() string   { return m.Meeting }
func (m MeetingGoto) place() string   { return m.Meeting }
func (m MeetingSkip) place() string   { return m.Meeting }
func (m MeetingInsert) place() string { return m.Meeting }
func (m StickStart) place() string    { return m.Meeting }
func (m MeetingTimer) place() string  { return m.Meeting }
func (m PollDraft) place() string     { return m.Meeting }
func (m PollStart) place() string     { return m.Meeting }
func (m MeetingShow) place() string   { return m.Meeting }
func (m PollVote) place() string      { return m.Meeting }
func (m MeetingFilm) place() string   { return m.Meeting }
func (m MeetingTable) place() string  { return m.Meeting }
func (m PairsStart) place() string    { return m.Meeting }
func (m PairsMove) place() string     { return m.Meeting }
func (m PairsVisit) place() string    { return m.Meeting }
func (m PairsHelp) place() string     { return m.Meeting }
func (m MeetingText) place() string   { return m.Meeting }
func (m MeetingPause) place() string  { return m.Meeting }
func (m MeetingReact) place() string  { return m.Meeting }
func (m JointShare) place() string    { return m.Meeting }
