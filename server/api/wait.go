package api

import (
	"context"
	"net/http"

	"kring/groups"
	"kring/groups/consent"
	"kring/groups/enrol"
	"kring/internal/access"
	"kring/internal/fault"
)

type waitIn struct {
	Body Invitee
}

// OwnWaitIn names one's own place in the line of a group, by the group.
type OwnWaitIn struct {
	Wait string `path:"wait" maxLength:"40"`
}

type takeOfferIn struct {
	OwnWaitIn
	Body struct {
		Alias    string           `json:"alias" maxLength:"200"`
		Agreed   []consent.Answer `json:"agreed" maxItems:"10"`
		Consents []consent.Answer `json:"consents" maxItems:"10"`
	}
}

// WaiterIn names one in the line of a group.
type WaiterIn struct {
	GroupIn
	Waiter string `path:"waiter" maxLength:"40"`
}

type aheadIn struct {
	WaiterIn
	Body struct {
		Why string `json:"why" enum:"urgent,agreed,mistake"`
	}
}

// Waits are the lines in which a person waits, with what is agreed to on
// taking a place.
type Waits struct {
	Waits []groups.MyWait `json:"waits"`
	Texts []consent.Text  `json:"texts"`
}

func (e *Edge) waitOps() {
	register(e, op{Method: "POST", Path: "/invitations/wait", ID: "wait", Summary: "Wait for a place in a full group", Action: access.Anyone}, e.wait)
	register(e, op{Method: "GET", Path: "/waits", ID: "waits", Summary: "Where I wait for a place", Action: access.Own, Kind: access.Self},
		func(ctx context.Context, c *caller, _ *struct{}) (*body[Waits], error) {
			ws, err := e.Groups.MyWaits(ctx, c.Person)
			return reply(Waits{Waits: ws, Texts: e.Groups.Consents.Texts(e.lang(ctx, c))}, err)
		})
	register(e, op{Method: "POST", Path: "/waits/{wait}/accept", ID: "accept-offer", Summary: "Take the place that is offered", Action: access.Own, Kind: access.Self}, e.takeOffer)
	register(e, op{Method: "DELETE", Path: "/waits/{wait}", ID: "stop-waiting", Summary: "Decline what is offered, and wait no longer", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *OwnWaitIn) (*empty, error) {
			err := e.Groups.Unwait(ctx, in.Wait, c.Person)
			if fault.Is(err, fault.NotFound) {
				err = nil // a group that is not there has no line either
			}
			return nil, err
		})
	register(e, op{Method: "GET", Path: "/groups/{group}/line", ID: "line", Summary: "Who waits for a place in the group", Action: access.LeadLine, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, _ *caller, in *GroupIn) (*body[[]groups.WaiterView], error) {
			return list(e.Groups.Line(ctx, in.Group))
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/line/{waiter}/ahead", ID: "put-ahead", Summary: "Let somebody go first, for a reason", Action: access.LeadLine, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *aheadIn) (*empty, error) {
			return nil, e.Groups.PutAhead(ctx, in.Group, in.Waiter, in.Body.Why)
		})
	register(e, op{Method: "DELETE", Path: "/groups/{group}/line/{waiter}", ID: "take-off-line", Summary: "Take somebody off the waiting list", Action: access.LeadLine, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *WaiterIn) (*empty, error) {
			return nil, e.Groups.TakeOff(ctx, in.Group, in.Waiter)
		})
}

// wait puts somebody in line and, as accept does, signs them in.
func (e *Edge) wait(ctx context.Context, c *caller, in *waitIn) (*signedIn, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	person, err := e.Enrol.Wait(ctx, in.Body.Token, in.Body.acceptance(c))
	if err != nil {
		return nil, err
	}
	return e.enter(ctx, c, person)
}

func (e *Edge) takeOffer(ctx context.Context, c *caller, in *takeOfferIn) (*body[enrol.Joined], error) {
	return reply(e.Enrol.AcceptOffer(ctx, in.Wait, enrol.Acceptance{Alias: in.Body.Alias, PersonID: c.Person, Agreed: in.Body.Agreed, Consents: in.Body.Consents}))
}
