package groups

import (
	"fmt"
	"slices"
	"time"
)

// offerLife is how long somebody has to take an offered place: long enough for
// who does not look every day, and a weekend.
const offerLife = 3 * 24 * time.Hour

// offerRush is the shortest time in which anybody can be asked to choose.
const offerRush = 4 * time.Hour

// maxWaiters bounds a waiting list. Who would come after has no chance.
const maxWaiters = 50

// Waiter is somebody in a group's waiting list, which is in the order in which
// places are offered. MemberID is that of the membership to come; AliasBox is
// the person's own, as a Spot's is.
type Waiter struct {
	MemberID string `bson:"memberId" json:"memberId"`
	PersonID string `bson:"personId" json:"personId"`
	AliasBox []byte `bson:"aliasBox" json:"aliasBox"`
	Since    int64  `bson:"since" json:"since"` // Unix ms
	Until    int64  `bson:"until" json:"until"` // Unix ms by which the offered place has to be taken; 0: none is offered
	Ahead    string `bson:"ahead" json:"ahead"` // why somebody put this one in front, "" when nobody did
}

// What somebody in a line is told.
const (
	TellOffer = "offer"
	TellOver  = "wait-over" // without a choice of their own: too late, taken off, or the group has ended
)

// Tell is something that a person is still to be told. It is written with what
// it tells of, so that a crash loses neither; Key tells once.
type Tell struct {
	PersonID string `bson:"personId" json:"personId"`
	Kind     string `bson:"kind" json:"kind"`
	Key      string `bson:"key" json:"key"`
	Until    int64  `bson:"until" json:"until"` // from when on it has no point, Unix ms; 0 is never
}

// waiter returns where a person stands in the line, or -1.
func (g *Group) waiter(personID string) int {
	return slices.IndexFunc(g.Waiters, func(w Waiter) bool { return w.PersonID == personID })
}

// free counts the places that a person may have: neither taken nor offered to
// another.
func (g *Group) free(personID string) int {
	n := g.Capacity - len(g.Spots)
	for _, w := range g.Waiters {
		if w.Until != 0 && w.PersonID != personID && g.spot(w.PersonID) == nil {
			n--
		}
	}
	return n
}

// settle puts a line right at a moment (Unix ms): who sits on a place is out of
// it, an offer that is over is taken back, and free places are offered to who
// comes first. begins is when the group first meets. Doing it again changes
// nothing. Stale places are to be taken off before.
//
// Who lets an offer pass is out of the line, and told so. At its end they would
// be offered the place again and again, while nobody else could have it.
func (g *Group) settle(now, begins int64) {
	g.Waiters = slices.DeleteFunc(g.Waiters, func(w Waiter) bool {
		has := g.spot(w.PersonID)
		if has != nil {
			return has.At <= now-spotPatience.Milliseconds() // before it, the join may break off
		}
		over := g.Status == StatusEnded || w.Until != 0 && w.Until <= now
		if over {
			g.tellOver(w)
		}
		return over
	})
	free := g.free("")
	for i := range g.Waiters {
		w := &g.Waiters[i]
		if free < 1 {
			break
		}
		if w.Until != 0 || g.spot(w.PersonID) != nil {
			continue
		}
		w.Until = deadline(now, begins)
		g.Tells = append(g.Tells, Tell{w.PersonID, TellOffer, fmt.Sprint(g.ID, " ", w.MemberID, " ", w.Until), w.Until})
		free--
	}
	g.note(now)
}

// deadline of an offer: before the group first meets, unless nobody could be
// asked to choose that fast.
func deadline(now, begins int64) int64 {
	until := now + offerLife.Milliseconds()
	if begins >= now+offerRush.Milliseconds() {
		until = min(until, begins)
	}
	return until
}

func (g *Group) tellOver(w Waiter) {
	g.Tells = append(g.Tells, Tell{PersonID: w.PersonID, Kind: TellOver, Key: fmt.Sprint(g.ID, " ", w.MemberID, " ", w.Since)})
}

// note keeps what groups with a line are found by. With a line a group is
// looked at again after a while at most: a place may have become stale.
func (g *Group) note(now int64) {
	g.WaiterIDs, g.WaitDue = []string{}, 0
	if len(g.Waiters) > 0 {
		g.WaitDue = now + spotPatience.Milliseconds()
	}
	for _, w := range g.Waiters {
		g.WaiterIDs = append(g.WaiterIDs, w.PersonID)
		if w.Until > now { // one that is over waits for a join to break off
			g.WaitDue = min(g.WaitDue, w.Until)
		}
	}
	if len(g.Tells) > 0 {
		g.WaitDue = now
	}
}

// Full reports whether somebody new would have to wait.
func (g *Group) Full() bool { return g.free("") < 1 }
