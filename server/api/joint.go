package api

import (
	"context"

	"kring/groups/script"
	"kring/homework"
	"kring/internal/access"
	"kring/internal/fault"
)

// Joints knows which joint module step a meeting is at; joint.none for none.
type Joints interface {
	Joint(ctx context.Context, meeting string) (*script.Joint, error)
}

func (e *Edge) jointOps() {
	register(e, op{Method: "GET", Path: "/meetings/{meeting}/joint", ID: "joint-summary", Summary: "What the group answered to the joint step, without names; to participants when it is shown", Action: access.EnterMeeting, Kind: access.Meeting, Param: "meeting"}, e.joint)
}

func (e *Edge) joint(ctx context.Context, c *caller, in *MeetingIn) (*body[[]homework.StepSummary], error) {
	j, err := e.Joints.Joint(ctx, in.Meeting)
	if err != nil {
		return nil, err
	}
	if !j.Shown && !c.Facilitator {
		return nil, fault.New(fault.Conflict, "joint.not-shown", "the facilitator has not shown it")
	}
	return list(e.Homework.Summary(ctx, j.Assignment, j.Steps, e.lang(ctx, c)))
}
