package live

// Recording a meeting.
type (
	// RecordingAnswer is the sender's own answer to a version of the text.
	RecordingAnswer struct {
		Head
		Meeting string `json:"meeting"`
		Yes     bool   `json:"yes"`
		Version int    `json:"version"`
	}
	// RecordingState is in meeting.state while a meeting is recorded or people
	// are asked for it. State is asking, running, paused, or "" when it stopped by
	// itself: Problem says why (disk, restart). Yours is yes, no or "". Asked
	// are the participants who have not answered, for facilitators.
	RecordingState struct {
		ID      string   `json:"id"`
		State   string   `json:"state"`
		Asked   []string `json:"asked"`
		Yours   string   `json:"yours"`
		Problem string   `json:"problem,omitempty"`
	}
)

func (m RecordingAnswer) place() string { return m.Meeting }
