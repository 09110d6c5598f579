package access

// The actions of Kring, by the place they touch.
const (
	Anyone Action = "anyone" // Platform: no sign-in needed
	Own    Action = "own"    // Self: a signed-in person's own things
	End    Action = "end"    // Self: the end of a session, a device's too

	ReadProgrammes  Action = "read-programmes"  // Organisation
	ListGroups      Action = "list-groups"      // Organisation
	ListFacilitator Action = "list-facilitator" // Organisation
	CreateGroup     Action = "create-group"     // Organisation
	ManageFilms     Action = "manage-films"     // Organisation

	ManageOrganisation Action = "manage-organisation" // Organisation

	ManageQuestionnaires Action = "manage-questionnaires" // Organisation
	ConfirmBands         Action = "confirm-bands"         // Organisation
	ReadOutcomes         Action = "read-outcomes"         // Organisation

	ReadGroup    Action = "read-group"     // Group
	ReadMembers  Action = "read-members"   // Group
	Invite       Action = "invite"         // Group
	RevokeInvite Action = "revoke-invite"  // Invitation
	RemoveMember Action = "remove-member"  // Member
	GiveConsent  Action = "give-consent"   // Group
	ReadMeeting  Action = "read-meeting"   // Meeting
	MoveMeeting  Action = "move-meeting"   // Meeting
	LeadLine     Action = "lead-line"      // Group
	SayAway      Action = "say-away"       // Meeting
	EnterMeeting Action = "enter-meeting"  // Meeting
	SitInMeeting Action = "sit-in-meeting" // Meeting
	LeadMeeting  Action = "lead-meeting"   // Meeting
	RaiseAlarm   Action = "raise-alarm"    // Meeting
	FollowUp     Action = "follow-up"      // Group
	SetKeep      Action = "set-keep"       // Group
	SetOffering  Action = "set-offering"   // Group

	Substitute        Action = "substitute"         // Group
	SubstituteOnce    Action = "substitute-once"    // Meeting
	ReadAttendance    Action = "read-attendance"    // Meeting
	CorrectAttendance Action = "correct-attendance" // Meeting
	WriteReport       Action = "write-report"       // Meeting
	ReadBack          Action = "read-back"          // Meeting

	ListRecordings Action = "list-recordings" // Group
	Watch          Action = "watch"           // Recording
	LeadRecording  Action = "lead-recording"  // Recording
	Withdraw       Action = "withdraw"        // Recording
	ReadSlots      Action = "read-slots"      // Group
	OfferSlots     Action = "offer-slots"     // Group
	BookSlot       Action = "book-slot"       // Slot
	CancelSlot     Action = "cancel-slot"     // Slot
	ReadSlot       Action = "read-slot"       // Slot
	WithdrawSlot   Action = "withdraw-slot"   // Slot
	Practise       Action = "practise"        // Group
	ReadChat       Action = "read-chat"       // Channel
	SendChat       Action = "send-chat"       // Channel
	WatchChat      Action = "watch-chat"      // Group
	LeadChat       Action = "lead-chat"       // Group
	DecideReport   Action = "decide-report"   // Report
	ReadOwnWork    Action = "read-own-work"   // Group
	CountWork      Action = "count-work"      // Group
	ReadAssignment Action = "read-assignment" // Assignment
	WriteAnswer    Action = "write-answer"    // Assignment
	ReadAnswer     Action = "read-answer"     // Answer
	SharePlan      Action = "share-plan"      // Group
	ListPlans      Action = "list-plans"      // Group
	ReadPlan       Action = "read-plan"       // Member
	GiveFeedback   Action = "give-feedback"   // Answer
	BringPiece     Action = "bring-piece"     // Assignment
	ReadTable      Action = "read-table"      // Group
	TakeBackPiece  Action = "take-back-piece" // Group
	UseTemplates   Action = "use-templates"   // Group
	PrepareMeeting Action = "prepare-meeting" // Meeting
	WriteUpload    Action = "write-upload"    // Upload
	ReadUpload     Action = "read-upload"     // Upload
	ReadTrends     Action = "read-trends"     // Group or Member
)

// Kring is the policy of the product. Read it as: this action is allowed to
// any of these, each under all of its conditions.
func Kring() Policy { //nolint:funlen // it is a table
	signedIn := Cond{"signed in", func(f Facts) bool { return f.Person != "" }}
	person := Cond{"a person, no device", func(f Facts) bool { _, device := RoomOf(f.Person); return !device }}
	room := Cond{"the device in the room of this meeting", func(f Facts) bool { return f.Room }}
	coordinator := Cond{"coordinator of the organisation", func(f Facts) bool { return f.Roles&Coordinator != 0 }}
	policyOfficer := Cond{"policy officer of the organisation", func(f Facts) bool { return f.Roles&PolicyOfficer != 0 }}
	administrator := Cond{"administrator of the organisation", func(f Facts) bool { return f.Roles&Administrator != 0 }}
	facilitator := Cond{"facilitator of the group", func(f Facts) bool { return f.Facilitator }}
	guest := Cond{"invited to this conversation", func(f Facts) bool { return f.Guest }}
	lasting := Cond{"not for one meeting only", func(f Facts) bool { return !f.StandIn }}
	member := Cond{"active member of the group", func(f Facts) bool { return f.Membership == Active }}
	running := Cond{"the group has not ended", func(f Facts) bool { return !f.Ended }}
	shown := Cond{"the recording is not hidden", func(f Facts) bool { return !f.Hidden }}
	recorded := Cond{"is in the recording", func(f Facts) bool { return f.Recorded }}
	alone := Cond{"self-help, done alone", func(f Facts) bool { return f.Alone }}
	own := Cond{"the person's own", func(f Facts) bool { return f.Own }}
	later := Cond{"it is done after the group", func(f Facts) bool { return f.Later }}
	tabled := Cond{"it lies on the group's table", func(f Facts) bool { return f.Tabled }}
	named := Cond{"named to decide", func(f Facts) bool { return f.Named }}
	sent := Cond{"the answer was handed in", func(f Facts) bool { return f.HandedIn }}

	return Policy{
		Anyone: {{}},
		Own:    {{signedIn, person}},
		End:    {{signedIn}},

		// A coordinator enrols: people, dates and places, never content.
		ReadProgrammes:  {{coordinator}},
		ListGroups:      {{coordinator}},
		ListFacilitator: {{coordinator}},
		CreateGroup:     {{coordinator}},
		ManageFilms:     {{coordinator}},
		// Settings too: texts of questionnaires, and who is told of an answer.
		ManageQuestionnaires: {{coordinator}, {administrator}},
		ConfirmBands:         {{administrator}},
		// Who pays reads figures of which no one can be found, and nothing else.
		ReadOutcomes: {{policyOfficer}},
		// Accounts and settings, and nothing of any group.
		ManageOrganisation: {{administrator}},

		// Who comes to a group, and when it meets.
		Invite:       {{coordinator, running}},
		RevokeInvite: {{coordinator}},
		RemoveMember: {{coordinator}},
		// Who stands in at one meeting leads it, and plans nothing.
		MoveMeeting:    {{coordinator, running}, {facilitator, lasting, running}},
		LeadLine:       {{coordinator, running}, {facilitator, running}},
		Substitute:     {{coordinator, running}, {facilitator, running}},
		SubstituteOnce: {{coordinator, running}, {facilitator, lasting, running}},
		SetKeep:        {{coordinator}, {facilitator, running}},
		SetOffering:    {{coordinator, running}},

		// The group's page; what of its members is seen is the projection's (ORG-11).
		ReadGroup:   {{coordinator}, {facilitator}, {member}},
		ReadMembers: {{coordinator}, {facilitator}, {member}},
		ReadMeeting: {{coordinator}, {facilitator}, {member}, {room, running}, {guest}},
		GiveConsent: {{member}},
		SayAway:     {{member, running}},

		// Live and between meetings: the group's own people only. The device in
		// the room of a hybrid meeting has a seat, hears and sees, and no more.
		SitInMeeting: {{facilitator, running}, {member, running}, {guest, running}, {room, running}},
		EnterMeeting: {{facilitator, running}, {member, running}, {guest, running}},
		LeadMeeting:  {{facilitator, running}},
		RaiseAlarm:   {{facilitator, running}, {member, running}, {guest, running}},
		FollowUp:     {{facilitator, running}},

		// After it: who was there is planning too; what was written down is not.
		ReadAttendance:    {{coordinator}, {facilitator, running}},
		CorrectAttendance: {{coordinator, running}, {facilitator, running}},
		WriteReport:       {{facilitator, running}},
		ReadBack:          {{facilitator, running}, {member}},

		ReadChat: {{facilitator, running}, {member}, {guest}},
		SendChat: {{facilitator, running}, {member, running}, {guest, running}},
		// To be told that something waits; what it is, the channel's own rule says.
		WatchChat: {{facilitator, running}, {member}},
		LeadChat:  {{facilitator, running}},
		// A report about a facilitator is for whom the group has named, alone.
		DecideReport: {{facilitator, running}, {named}},

		// Who missed a meeting watches it back; a facilitator decides what is
		// shown; whoever is in it can leave it, also after leaving the group.
		ListRecordings: {{facilitator, running}, {member}},
		Watch:          {{facilitator, running}, {member, shown}},
		LeadRecording:  {{facilitator, running}},
		Withdraw:       {{recorded}},
		// Between two: a slot that is another member's is not there for a member.
		ReadSlots:    {{facilitator, running}, {member, running}},
		OfferSlots:   {{facilitator, running}},
		BookSlot:     {{member, running}},
		ReadSlot:     {{facilitator, running}, {member, running}, {guest, running}},
		CancelSlot:   {{member, running}, {guest, running}},
		WithdrawSlot: {{facilitator, running}},
		Practise:     {{facilitator, running}, {member, running}},

		// A member keeps reading own work after the group; a facilitator reads
		// what was handed in, while the group runs (HOME-5, HOME-13). Self-help
		// is everybody's to do, and nobody else's to read (HOME-12).
		ReadOwnWork:    {{member}},
		CountWork:      {{facilitator, running}},
		ReadAssignment: {{facilitator, running}, {member}, {signedIn, person, alone}},
		WriteAnswer:    {{member, running}, {member, later}, {signedIn, person, alone}},
		ReadAnswer:     {{facilitator, running, sent}},
		GiveFeedback:   {{facilitator, running, sent}},
		WriteUpload:    {{own, running}},
		ReadTrends:     {{facilitator, running}},
		// A safety plan is its owner's; facilitators read it while it is shown
		// to them, which the plan itself knows.
		SharePlan:  {{member}},
		ListPlans:  {{facilitator, running}},
		ReadPlan:   {{facilitator, running}},
		ReadUpload: {{own}, {facilitator, running, sent}, {facilitator, running, tabled}, {member, running, tabled}},

		// What people bring to their group, and what a facilitator looks at
		// before it meets.
		BringPiece:     {{member, running}},
		ReadTable:      {{facilitator, running}, {member, running}},
		TakeBackPiece:  {{member}},
		UseTemplates:   {{facilitator, running}},
		PrepareMeeting: {{facilitator, lasting, running}},
	}
}
