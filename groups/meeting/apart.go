package meeting

// apart says whether one of the two is in a private room without the other.
func (s *shot) apart(a, b string) bool {
	ra, rb := s.run.Room(a), s.run.Room(b)
	return ra != rb && (ra < 0 || rb < 0)
}

// seen is a seat as somebody sees it: who is apart looks like one who turned
// off camera and microphone, and so nobody needs to know.
func (s *shot) seen(you string, x Seat) Seat {
	if s.apart(you, x.ID) {
		x.Devices, x.Hand, x.MutedBy = Devices{}, 0, ""
	}
	return x
}

// leaderless says that all facilitators who are here are apart: the others
// have a pause.
func (s *shot) leaderless() bool {
	away := false
	for _, x := range s.seats {
		switch {
		case !x.Leads() || !x.Connected:
		case s.run.Room(x.ID) >= 0:
			return false
		default:
			away = true
		}
	}
	return away
}
