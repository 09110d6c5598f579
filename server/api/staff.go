package api

import (
	"context"
	"net/http"
	"time"

	"kring/groups/organisation"
	"kring/groups/staff"
	"kring/internal/access"
	"kring/server/account"
)

type rolesIn struct {
	OrgIn
	Person string `path:"person" maxLength:"40"`
	Body   struct {
		Roles []string `json:"roles" maxItems:"10" doc:"All roles this person is to have here; none ends their work here"`
	}
}

type inviteStaffIn struct {
	OrgIn
	Body struct {
		Email string   `json:"email" maxLength:"254"`
		Roles []string `json:"roles" minItems:"1" maxItems:"10"`
	}
}

type staffInvitationIn struct {
	OrgIn
	Invited string `path:"invited" maxLength:"40"`
}

type jobTokenIn struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"100"`
	}
}

type acceptJobIn struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"100"`
		Name  string `json:"name" maxLength:"200" doc:"What colleagues and participants call this person"`
		Lang  string `json:"lang,omitempty" enum:"nl,en" default:"nl"`
	}
}

func (e *Edge) staffOps() {
	register(e, op{Method: "GET", Path: "/organisations/{org}/staff", ID: "staff", Summary: "Who works at an organisation, with which roles", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[[]organisation.Worker], error) {
			return list(e.Groups.Organisations.Staff(ctx, in.Org))
		})
	register(e, op{Method: "PUT", Path: "/organisations/{org}/staff/{person}", ID: "set-roles", Summary: "Give somebody who works here these roles", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *rolesIn) (*empty, error) {
			if err := e.Groups.SetRoles(ctx, in.Org, in.Person, in.Body.Roles); err != nil {
				return nil, err
			}
			e.Recheck(in.Person)
			return nil, nil
		})
	register(e, op{Method: "GET", Path: "/organisations/{org}/staff-invitations", ID: "staff-invitations", Summary: "Invitations to work here that are open", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true},
		func(ctx context.Context, _ *caller, in *OrgIn) (*body[[]staff.OpenInvitation], error) {
			return list(e.Staff.Open(ctx, in.Org))
		})
	register(e, op{Method: "POST", Path: "/organisations/{org}/staff-invitations", ID: "invite-staff", Summary: "Invite somebody to work here, by e-mail", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusCreated}, e.inviteStaff)
	register(e, op{Method: "DELETE", Path: "/organisations/{org}/staff-invitations/{invited}", ID: "revoke-staff-invitation", Summary: "Stop an invitation to work here", Action: access.ManageOrganisation, Kind: access.Organisation, Param: "org", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *staffInvitationIn) (*empty, error) {
			return nil, e.Staff.Revoke(ctx, in.Org, in.Invited)
		})
	register(e, op{Method: "POST", Path: "/staff-invitations/preview", ID: "preview-staff-invitation", Summary: "What an invitation to work somewhere is for; spends nothing", Action: access.Anyone},
		func(ctx context.Context, c *caller, in *jobTokenIn) (*body[staff.JobOffer], error) {
			if err := e.Gate.Try(c.IP); err != nil {
				return nil, err
			}
			return reply(e.Staff.Preview(ctx, in.Body.Token))
		})
	register(e, op{Method: "POST", Path: "/staff-invitations/accept", ID: "accept-staff-invitation", Summary: "Begin to work at an organisation", Action: access.Anyone}, e.acceptJob)
}

func (e *Edge) inviteStaff(ctx context.Context, _ *caller, in *inviteStaffIn) (*body[Created], error) {
	email, err := account.Address(in.Body.Email)
	if err != nil {
		return nil, err
	}
	o, err := e.Groups.Organisations.Get(ctx, in.Org)
	if err != nil {
		return nil, err
	}
	n, err := e.Staff.Invite(ctx, in.Org, email, in.Body.Roles)
	if err != nil {
		return nil, err
	}
	e.Accounts.Post.Send(account.Mail{To: email, Kind: "staff", Lang: o.Lang, Vars: map[string]string{
		"organisation": o.Name, "url": e.PublicURL + "/medewerker#" + n.Token, "until": time.UnixMilli(n.ExpiresAt).Format("02-01-2006"),
	}})
	return reply(Created{ID: n.ID}, nil)
}

// acceptJob lets somebody in to work and signs them in: the link proved the address.
func (e *Edge) acceptJob(ctx context.Context, c *caller, in *acceptJobIn) (*signedIn, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	person, err := e.Staff.Accept(ctx, in.Body.Token, in.Body.Name, in.Body.Lang)
	if err != nil {
		return nil, err
	}
	token, err := e.Accounts.Start(ctx, person)
	if err != nil {
		return nil, err
	}
	e.Recheck(person)
	return e.admitted(ctx, c, person, token)
}
