package api

import (
	"context"
	"net/http"
	"time"

	"kring/groups/appointment"
	"kring/internal/access"
	"kring/server/account"
)

type intakeIn struct {
	GroupIn
	Body struct {
		Email string `json:"email" maxLength:"254"`
		appointment.Moment
	}
}

type intakeTokenIn struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"100"`
	}
}

type acceptIntakeIn struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"100"`
		Alias string `json:"alias" maxLength:"200" doc:"What to call the person"`
		Lang  string `json:"lang,omitempty" enum:"nl,en" default:"nl"`
	}
}

func (e *Edge) intakeOps() {
	register(e, op{Method: "POST", Path: "/groups/{group}/intakes", ID: "invite-intake", Summary: "Offer a first conversation to somebody who is no member yet, by a link in a mail", Action: access.OfferSlots, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent}, e.inviteIntake)
	register(e, op{Method: "POST", Path: "/intakes/preview", ID: "preview-intake", Summary: "What a first conversation is; spends nothing", Action: access.Anyone}, e.previewIntake)
	register(e, op{Method: "POST", Path: "/intakes/accept", ID: "accept-intake", Summary: "Come to a first conversation", Action: access.Anyone}, e.acceptIntake)
}

func (e *Edge) inviteIntake(ctx context.Context, c *caller, in *intakeIn) (*empty, error) {
	email, err := account.Address(in.Body.Email)
	if err != nil {
		return nil, err
	}
	o, err := e.Groups.Organisations.Get(ctx, c.Organisation)
	if err != nil {
		return nil, err
	}
	token, err := e.Slots.Invite(ctx, in.Group, c.Person, appointment.Invitee{Email: email, Moment: in.Body.Moment})
	if err != nil {
		return nil, err
	}
	e.Accounts.Post.Send(account.Mail{To: email, Kind: "intake", Lang: o.Lang, Vars: map[string]string{
		"organisation": o.Name, "url": e.PublicURL + "/kennismaken#" + token, "until": time.UnixMilli(in.Body.StartAt).Format("02-01-2006"),
	}})
	return nil, nil
}

func (e *Edge) previewIntake(ctx context.Context, c *caller, in *intakeTokenIn) (*body[appointment.IntakeView], error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	v, err := e.Slots.Intake(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	g, err := e.Groups.Running(ctx, v.GroupID)
	if err != nil {
		return nil, err
	}
	o, err := e.Groups.Organisations.Get(ctx, g.OrgID)
	if err != nil {
		return nil, err
	}
	v.Organisation = o.Name
	v.Guide, err = e.Groups.Names.Name(ctx, v.GuideID)
	return reply(v, err)
}

// acceptIntake signs the person in whom the link was sent to, if they are not
// already.
func (e *Edge) acceptIntake(ctx context.Context, c *caller, in *acceptIntakeIn) (*signedIn, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	person, err := e.Slots.Accept(ctx, in.Body.Token, in.Body.Alias, in.Body.Lang)
	if err != nil {
		return nil, err
	}
	if person == c.Person {
		s, err := e.sessionOf(ctx, person)
		return &signedIn{Body: s}, err
	}
	token, err := e.Accounts.Start(ctx, person)
	if err != nil {
		return nil, err
	}
	return e.admitted(ctx, c, person, token)
}
