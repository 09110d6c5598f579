package meeting

import (
	"context"
	"errors"
	"strings"
	"time"

	"kring/groups"
	"kring/groups/script"
	"kring/internal/fault"
	"kring/internal/store"
)

// Documents keeps the meetings with compare-and-set on Rev; a
// store.Collection of groups.Meeting is one.
type Documents interface {
	Get(ctx context.Context, id string) (*groups.Meeting, error)
	Update(ctx context.Context, id string, change func(*groups.Meeting) error) (*groups.Meeting, error)
	Find(ctx context.Context, q store.Query) ([]*groups.Meeting, error)
}

// busy: it can be tried again soon.
func busy(meeting string) error {
	return fault.New(fault.TooMany, "meeting.busy", "this node does not lead meeting %s", meeting)
}

// calledOff: there is nothing to enter, and nothing to open.
func calledOff(meeting string) error {
	return fault.New(fault.Conflict, "meeting.closed", "meeting %s was called off", meeting)
}

// errLost: another owner has claimed the meeting.
var errLost = errors.New("meeting: the lease is lost")

// claim is one owner's hold on one meeting's document.
type claim struct {
	docs   Documents
	sealer Sealer
	id     string        // of the meeting
	owner  string        // node/word of this claim
	lease  time.Duration // how long a silent owner keeps it
	until  time.Time     // end of the lease; the writer's own
	group  string        // whose key seals the run
	last   *script.Run   // that box holds
	box    []byte
}

// take makes c the owner. It fails with meeting.busy while another node holds
// a lease; what an earlier process of this node held is taken at once.
func (c *claim) take(ctx context.Context) (*groups.Meeting, error) {
	node, _, _ := strings.Cut(c.owner, "/")
	until := time.Now().Add(c.lease)
	doc, err := c.docs.Update(ctx, c.id, func(d *groups.Meeting) error {
		now := time.Now().UnixMilli()
		if holder, _, _ := strings.Cut(d.Live.Node, "/"); holder != "" && holder != node && now < d.Live.LeaseUntil {
			return busy(c.id)
		}
		if d.CalledOff() {
			return calledOff(c.id)
		}
		if d.Live.Node != "" { // it crashed: nobody was seen after its last renewal
			s := state{LiveState: d.Live}
			s.resume(d.Live.LeaseUntil - c.lease.Milliseconds())
		}
		d.Live.Node, d.Live.LeaseUntil = c.owner, until.UnixMilli()
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, fault.Gone()
	}
	c.until = until
	if err == nil {
		c.group = doc.GroupID
	}
	return doc, err
}

// LedBy names the other node that leads a meeting, "" when this one does, or
// nobody, or there is no such meeting.
func (s *Meetings) LedBy(ctx context.Context, meeting string) (node string, err error) {
	if s.led(meeting) != nil {
		return "", nil
	}
	doc, err := s.deps.Documents.Get(ctx, meeting)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	holder, _, _ := strings.Cut(doc.Live.Node, "/")
	if holder == s.deps.Node || time.Now().UnixMilli() >= doc.Live.LeaseUntil {
		return "", nil
	}
	return holder, nil
}

// Expire ends the lease of a node that is known to be gone, so that its meeting
// need not wait for it. Should it be there after all, its next save tells it that
// it no longer leads.
func (s *Meetings) Expire(ctx context.Context, meeting, node string) error {
	_, err := s.deps.Documents.Update(ctx, meeting, func(d *groups.Meeting) error {
		if holder, _, _ := strings.Cut(d.Live.Node, "/"); holder == node {
			d.Live.LeaseUntil = min(d.Live.LeaseUntil, time.Now().UnixMilli())
		}
		return nil
	})
	return err
}

// save stores s and lengthens the lease; errLost when c is not the owner.
func (c *claim) save(ctx context.Context, s state) error {
	if s.run != c.last {
		box, err := sealRun(ctx, c, s.run)
		if err != nil {
			return err
		}
		c.last, c.box = s.run, box
	}
	return c.update(ctx, func(d *groups.Meeting) error {
		if d.CalledOff() && s.phase != groups.Planned {
			return calledOff(c.id) // while its first people waited
		}
		d.Phase, d.Live.Roster, d.Live.Locked, d.Live.RunBox = s.phase, s.Roster, s.Locked, c.box
		d.Live.Captioner = s.Captioner
		return nil
	})
}

// renew lengthens the lease. Failing is harmless until the lease has run out;
// then somebody else may own the meeting and it is errLost.
func (c *claim) renew(ctx context.Context) error {
	err := c.update(ctx, func(*groups.Meeting) error { return nil })
	if err != nil && !time.Now().Before(c.until) {
		return errLost
	}
	return err
}

// release lets any node take the meeting at once; nobody is here any more.
func (c *claim) release(ctx context.Context) error {
	return c.update(ctx, func(d *groups.Meeting) error {
		s := state{LiveState: d.Live}
		s.resume(time.Now().UnixMilli())
		d.Live.Node, d.Live.LeaseUntil = "", 0
		return nil
	})
}

func (c *claim) update(ctx context.Context, change func(*groups.Meeting) error) error {
	until := time.Now().Add(c.lease)
	_, err := c.docs.Update(ctx, c.id, func(d *groups.Meeting) error {
		if d.Live.Node != c.owner {
			return errLost
		}
		d.Live.LeaseUntil = until.UnixMilli()
		return change(d)
	})
	if err == nil {
		c.until = until
	}
	return err
}
