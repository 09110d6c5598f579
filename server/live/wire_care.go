package live

// What keeps people safe in a meeting (SAFE-2).
type (
	// MeetingCare tells a person how her own alarm stands, and facilitators
	// which alarms are open: at enter, and when that changes. To nobody else.
	MeetingCare struct {
		Head
		Meeting string      `json:"meeting"`
		Alarm   string      `json:"alarm"` // own: "", raised or shown (on a facilitator's page)
		Alarms  []CareAlarm `json:"alarms"`
	}
	// CareAlarm is an open alarm. ID is a participant id, At Unix ms; the lines
	// are what was told at check-in, "" for what was not.
	CareAlarm struct {
		ID      string `json:"id"`
		Alias   string `json:"alias"`
		At      int64  `json:"at"`
		Status  string `json:"status"`
		Place   string `json:"place"`
		Contact string `json:"contact"`
		Phone   string `json:"phone"`
	}
)
