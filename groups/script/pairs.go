package script

import (
	"slices"

	"kring/internal/fault"
)

// Room is one small room; its number counts from 1 and never changes.
type Room struct {
	Members []string `json:"members"`
	Help    bool     `json:"help,omitempty"` // they asked for a facilitator
}

// Pairs is the group in small rooms. Whoever is in none is in the big circle,
// room 0: the facilitators, and who came later.
type Pairs struct {
	Task   string         `json:"task"`
	EndsAt int64          `json:"endsAt"` // Unix ms; 0: until a facilitator ends it
	Rooms  []Room         `json:"rooms"`
	Visits map[string]int `json:"visits"` // facilitator → room
}

const maxTask = 2000 // characters

func (p *Pairs) clone() *Pairs {
	if p == nil {
		return nil
	}
	c := *p
	c.Rooms, c.Visits = slices.Clone(p.Rooms), map[string]int{}
	for i := range c.Rooms {
		c.Rooms[i].Members = slices.Clone(c.Rooms[i].Members)
	}
	for id, n := range p.Visits {
		c.Visits[id] = n
	}
	return &c
}

// PairsStart takes the members into rooms: these, or drawn by lot in rooms of
// size when there are none. With seconds all come back by themselves.
func PairsStart(size int, rooms [][]string, task string, seconds int) Act {
	return func(r *Run, s Scene) error {
		err := first(within("size", size, 2, 3), word("task", task, 0, maxTask), within("seconds", seconds, 0, maxSeconds))
		if err != nil {
			return err
		}
		p := &Pairs{Task: task, Visits: map[string]int{}}
		if seconds > 0 {
			p.EndsAt = s.Now + int64(seconds)*1000
		}
		if p.Rooms, err = chosen(rooms, s); err != nil {
			return err
		}
		if len(rooms) == 0 {
			p.Rooms = lot(size, s)
		}
		r.Pairs = p
		return nil
	}
}

// chosen are the rooms that a facilitator made: members with a seat, nobody
// twice and nobody alone.
func chosen(rooms [][]string, s Scene) ([]Room, error) {
	out, seen := []Room{}, map[string]bool{}
	for _, ids := range rooms {
		if len(ids) < 2 {
			return nil, alone()
		}
		for _, id := range ids {
			if p := s.person(id); p == nil || p.Leads || seen[id] {
				return nil, fault.Bad("rooms", "pairs.who", "a room names somebody who is no member with a seat, or is in two")
			}
			seen[id] = true
		}
		out = append(out, Room{Members: slices.Clone(ids)})
	}
	return out, nil
}

// lot draws rooms for the members who are here: who sit in one room with each
// other, as those who hear each other from there. One who is the only one of
// them stays in the circle when the others are in pairs.
func lot(size int, s Scene) []Room {
	var there, elsewhere []string
	for _, p := range s.People {
		switch {
		case !p.Here || p.Leads:
		case p.Room:
			there = append(there, p.ID)
		default:
			elsewhere = append(elsewhere, p.ID)
		}
	}
	rooms := append(split(elsewhere, size, s), split(there, size, s)...)
	return slices.DeleteFunc(rooms, func(r Room) bool { return len(rooms) > 1 && len(r.Members) < 2 })
}

// split divides people by lot. Nobody is alone but one who is the only one:
// rooms differ by one at most, 5 in twos are 3 and 2.
func split(ids []string, size int, s Scene) []Room {
	s.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	n := min((len(ids)+size-1)/size, max(1, len(ids)/2))
	rooms := make([]Room, min(n, len(ids)))
	for i, id := range ids {
		x := &rooms[i%len(rooms)]
		x.Members = append(x.Members, id)
	}
	return rooms
}

// PairsMove puts members in a room, 0 for the big circle; the room after the
// last is a new one. Who would stay behind alone comes to the circle.
func PairsMove(who []string, room int) Act {
	return func(r *Run, s Scene) error {
		p := r.Pairs
		if p == nil {
			return none("pairs")
		}
		if err := within("room", room, 0, len(p.Rooms)+1); err != nil {
			return err
		}
		for _, id := range who {
			if x := s.person(id); x == nil || x.Leads {
				return fault.Bad("who", "pairs.who", "somebody is no member with a seat")
			}
			p.take(id)
		}
		if room == len(p.Rooms)+1 {
			p.Rooms = append(p.Rooms, Room{})
		}
		if room > 0 {
			x := &p.Rooms[room-1]
			for _, id := range who {
				if !slices.Contains(x.Members, id) {
					x.Members = append(x.Members, id)
				}
			}
			if len(x.Members) == 1 {
				return alone()
			}
		}
		p.gather()
		return nil
	}
}

// PairsVisit takes a facilitator to a room; 0 is back to the circle. Being
// there answers a call for help.
func PairsVisit(room int) Act {
	return func(r *Run, s Scene) error {
		p := r.Pairs
		if p == nil {
			return none("pairs")
		}
		if err := within("room", room, 0, len(p.Rooms)); err != nil {
			return err
		}
		if delete(p.Visits, s.You); room > 0 {
			p.Visits[s.You] = room
			p.Rooms[room-1].Help = false
		}
		return nil
	}
}

// PairsHelp asks for a facilitator, or no longer.
func PairsHelp(help bool) Act {
	return func(r *Run, s Scene) error {
		n := r.Pairs.of(s.You)
		if n == 0 {
			return none("pairs")
		}
		r.Pairs.Rooms[n-1].Help = help
		return nil
	}
}

// PairsEnd brings all back.
func PairsEnd(r *Run, _ Scene) error {
	r.Pairs = nil
	return nil
}

// PairsOver is their time being up: all come back.
func PairsOver(r *Run, s Scene) error {
	if at := r.EndsAt(); at != 0 && at <= s.Now {
		r.Pairs = nil
	}
	return nil
}

// EndsAt is when the pairs end by themselves, 0 for never.
func (r *Run) EndsAt() int64 {
	if r.Pairs == nil {
		return 0
	}
	return r.Pairs.EndsAt
}

// Room is where somebody is: people hear who is in the same. 0 is the circle,
// below 0 is apart.
func (r *Run) Room(id string) int {
	if p := r.private(id); p != nil {
		return p.Room
	}
	if r.Pairs == nil {
		return 0
	}
	if n := r.Pairs.Visits[id]; n > 0 {
		return n
	}
	return r.Pairs.of(id)
}

// of is the room that somebody was put in.
func (p *Pairs) of(id string) int {
	if p == nil {
		return 0
	}
	return 1 + slices.IndexFunc(p.Rooms, func(x Room) bool { return slices.Contains(x.Members, id) })
}

// visitors are the facilitators in a room, by id.
func (p *Pairs) visitors(room int) (ids []string) {
	for id, n := range p.Visits {
		if n == room {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// drop takes somebody who left out of pairs, if there are any.
func (p *Pairs) drop(id string) {
	if p == nil {
		return
	}
	delete(p.Visits, id)
	if p.of(id) > 0 {
		p.take(id)
		p.gather()
	}
}

func (p *Pairs) take(id string) {
	if n := p.of(id); n > 0 {
		x := &p.Rooms[n-1]
		x.Members = slices.DeleteFunc(x.Members, func(m string) bool { return m == id })
	}
}

// gather brings back to the circle who is alone, and who visits nobody.
func (p *Pairs) gather() {
	for i := range p.Rooms {
		if len(p.Rooms[i].Members) < 2 {
			p.Rooms[i] = Room{Members: []string{}}
		}
	}
	for id, n := range p.Visits {
		if len(p.Rooms[n-1].Members) == 0 {
			delete(p.Visits, id)
		}
	}
}

func alone() error {
	return fault.Bad("rooms", "pairs.alone", "nobody may be alone in a room")
}
