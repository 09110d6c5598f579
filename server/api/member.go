package api

import (
	"context"
	"net/http"
	"time"

	"kring/groups"
	"kring/groups/consent"
	"kring/groups/enrol"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/server/account"
)

// MemberIn names a member in the path.
type MemberIn struct {
	Member string `path:"member" maxLength:"40"`
}

type invitationIn struct {
	Invitation string `path:"invitation" maxLength:"40"`
}

type inviteIn struct {
	GroupIn
	Body struct {
		Kind   string   `json:"kind" enum:"group,personal"`
		Emails []string `json:"emails,omitempty" maxItems:"50" doc:"With kind personal"`
	}
}

type batchIn struct {
	GroupIn
	Body struct {
		Emails []string `json:"emails" minItems:"1" maxItems:"50"`
	}
}

// Batch is the letter that would go to some addresses, and what it would mean
// to each.
type Batch struct {
	Subject   string         `json:"subject"`
	Text      string         `json:"text"`
	Addresses []BatchAddress `json:"addresses"`
}

// BatchAddress is one of them.
type BatchAddress struct {
	Email string `json:"email"`
	State string `json:"state" enum:"new,again,in,twice,invalid" doc:"new: gets a letter; again: gets one, and the link of an earlier one stops; in: joined with an earlier one, and gets a letter; twice: is in the list before; invalid: is no address"`
}

// InviteResult is the outcome of inviting: a link to share, or per address whether
// it was sent.
type InviteResult struct {
	ID        string `json:"id,omitempty"`
	URL       string `json:"url,omitempty" doc:"Told only now; of a group link"`
	ExpiresAt int64  `json:"expiresAt,omitempty" doc:"Unix milliseconds"`
	Email     string `json:"email,omitempty"`
	Sent      bool   `json:"sent"`
	Code      string `json:"code,omitempty" doc:"Why it was not sent"`
}

// Invitee is who comes with an invitation. Exported, as all that is embedded
// (see GroupIn).
type Invitee struct {
	Token string `json:"token" minLength:"1" maxLength:"100"`
	Alias string `json:"alias" maxLength:"200"`
	Email string `json:"email,omitempty" maxLength:"254"`
	Lang  string `json:"lang,omitempty" enum:"nl,en" default:"nl"`
	AgeOK bool   `json:"ageOk" doc:"Old enough for this group"`
}

func (i Invitee) acceptance(c *caller) enrol.Acceptance {
	return enrol.Acceptance{Alias: i.Alias, Email: i.Email, Lang: i.Lang, PersonID: c.Person, AgeOK: i.AgeOK}
}

type acceptIn struct {
	Body struct {
		Invitee
		Agreed   []consent.Answer `json:"agreed" maxItems:"10"`
		Consents []consent.Answer `json:"consents" maxItems:"10"`
	}
}

type previewIn struct {
	Lang string `query:"lang" enum:"nl,en" default:"nl"`
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"100"`
	}
}

type consentIn struct {
	GroupIn
	Body consent.Answer
}

func (e *Edge) memberOps() {
	register(e, op{Method: "GET", Path: "/groups/{group}/members", ID: "members", Summary: "Who is in the group, as the caller may see it", Action: access.ReadMembers, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, c *caller, in *GroupIn) (*body[[]groups.MemberView], error) {
			return list(e.Groups.Members(ctx, in.Group, c.Person))
		})
	register(e, op{Method: "DELETE", Path: "/members/{member}", ID: "remove-member", Summary: "Take somebody out of the group", Action: access.RemoveMember, Kind: access.Member, Param: "member", Logged: true, Status: http.StatusNoContent}, e.removeMember)
	register(e, op{Method: "GET", Path: "/groups/{group}/invitations", ID: "invitations", Summary: "The group's invitations", Action: access.Invite, Kind: access.Group, Param: "group", Logged: true},
		func(ctx context.Context, _ *caller, in *GroupIn) (*body[[]enrol.InvitationView], error) {
			return list(e.Enrol.Invitations(ctx, in.Group))
		})
	register(e, op{Method: "POST", Path: "/groups/{group}/invitations", ID: "invite", Summary: "Invite by e-mail, or make a group link", Action: access.Invite, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusCreated}, e.invite)
	register(e, op{Method: "POST", Path: "/groups/{group}/invitations/check", ID: "check-invitations", Summary: "The letter that would go to some addresses, before anything is made or sent", Action: access.Invite, Kind: access.Group, Param: "group", Logged: true}, e.checkInvitations)
	register(e, op{Method: "DELETE", Path: "/invitations/{invitation}", ID: "revoke-invitation", Summary: "Stop an invitation", Action: access.RevokeInvite, Kind: access.Invitation, Param: "invitation", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, _ *caller, in *invitationIn) (*empty, error) {
			return nil, e.Enrol.Revoke(ctx, in.Invitation)
		})
	register(e, op{Method: "POST", Path: "/invitations/preview", ID: "preview-invitation", Summary: "What an invitation is for; spends nothing", Action: access.Anyone}, e.previewInvitation)
	register(e, op{Method: "POST", Path: "/invitations/accept", ID: "accept-invitation", Summary: "Join a group", Action: access.Anyone}, e.accept)
	register(e, op{Method: "GET", Path: "/consents", ID: "consents", Summary: "What I agreed to, with the texts", Action: access.Own, Kind: access.Self}, e.consents)
	register(e, op{Method: "POST", Path: "/groups/{group}/consents", ID: "give-consent", Summary: "Give or take back an extra consent", Action: access.GiveConsent, Kind: access.Group, Param: "group", Logged: true, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *consentIn) (*empty, error) {
			return nil, e.Groups.Consents.Set(ctx, c.Person, in.Group, in.Body)
		})
}

func (e *Edge) removeMember(ctx context.Context, c *caller, in *MemberIn) (*empty, error) {
	if err := e.Groups.RemoveMember(ctx, in.Member); err != nil {
		return nil, err
	}
	e.Recheck(c.Owner)
	return nil, nil
}

func (e *Edge) invite(ctx context.Context, c *caller, in *inviteIn) (*body[[]InviteResult], error) {
	if in.Body.Kind == enrol.GroupLink {
		n, err := e.Enrol.InviteByLink(ctx, in.Group)
		return list([]InviteResult{{ID: n.ID, URL: e.invitationURL(n.Token), ExpiresAt: n.ExpiresAt, Sent: true}}, err)
	}
	if len(in.Body.Emails) == 0 {
		return nil, fault.Bad("emails", "email.missing", "no address to invite")
	}
	o, err := e.Groups.Organisations.Get(ctx, c.Organisation)
	if err != nil {
		return nil, err
	}
	out := make([]InviteResult, 0, len(in.Body.Emails))
	for _, raw := range in.Body.Emails {
		r := InviteResult{Email: raw}
		n, err := e.inviteOne(ctx, in.Group, raw, o.Name, o.Lang)
		if f := fault.Of(err); f != nil {
			r.Code = f.Code
		} else if err != nil {
			return nil, err
		} else {
			r.ID, r.ExpiresAt, r.Sent = n.ID, n.ExpiresAt, true
		}
		out = append(out, r)
	}
	return list(out, nil)
}

// inviteOne makes a personal invitation and posts it.
func (e *Edge) inviteOne(ctx context.Context, group, raw, organisation, lang string) (enrol.NewInvitation, error) {
	email, err := account.Address(raw)
	if err != nil {
		return enrol.NewInvitation{}, err
	}
	n, err := e.Enrol.InviteByEmail(ctx, group, email)
	if err != nil {
		return n, err
	}
	e.Accounts.Post.Send(e.invitationMail(email, organisation, lang, n))
	return n, nil
}

func (e *Edge) invitationMail(to, organisation, lang string, n enrol.NewInvitation) account.Mail {
	return account.Mail{To: to, Kind: "invitation", Lang: lang, Vars: map[string]string{
		"organisation": organisation, "url": e.invitationURL(n.Token), "until": time.UnixMilli(n.ExpiresAt).Format("02-01-2006"),
	}}
}

func (e *Edge) checkInvitations(ctx context.Context, c *caller, in *batchIn) (*body[Batch], error) {
	o, err := e.Groups.Organisations.Get(ctx, c.Organisation)
	if err != nil {
		return nil, err
	}
	earlier, err := e.Enrol.Invitations(ctx, in.Group)
	if err != nil {
		return nil, err
	}
	letter := e.Accounts.Post.Write(e.invitationMail("", o.Name, o.Lang, enrol.NewInvitation{Token: "…", ExpiresAt: e.Now().Add(enrol.Life).UnixMilli()}))
	out := Batch{Subject: letter.Subject, Text: letter.Text}
	seen := map[string]bool{}
	for _, raw := range in.Body.Emails {
		email, err := account.Address(raw)
		a := BatchAddress{Email: email, State: "new"}
		switch {
		case err != nil:
			a = BatchAddress{Email: raw, State: "invalid"}
		case seen[email]:
			a.State = "twice"
		default:
			a.State = stateOf(earlier, email, e.Now().UnixMilli())
		}
		seen[email] = true
		out.Addresses = append(out.Addresses, a)
	}
	return reply(out, nil)
}

// stateOf is what an address knows of a group from earlier invitations.
func stateOf(earlier []enrol.InvitationView, email string, now int64) string {
	state := "new"
	for _, i := range earlier {
		switch {
		case i.Email != email:
		case i.Used > 0:
			return "in"
		case i.RevokedAt == 0 && i.ExpiresAt > now:
			state = "again"
		}
	}
	return state
}

func (e *Edge) invitationURL(token string) string { return e.PublicURL + "/uitnodiging#" + token }

func (e *Edge) previewInvitation(ctx context.Context, c *caller, in *previewIn) (*body[enrol.Page], error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	return reply(e.Enrol.Preview(ctx, in.Body.Token, in.Lang))
}

// accept lets somebody in and, unless they were signed in as that person
// already, signs them in.
func (e *Edge) accept(ctx context.Context, c *caller, in *acceptIn) (*signedIn, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	a := in.Body.acceptance(c)
	a.Agreed, a.Consents = in.Body.Agreed, in.Body.Consents
	j, err := e.Enrol.Accept(ctx, in.Body.Token, a)
	if err != nil {
		return nil, err
	}
	return e.enter(ctx, c, j.PersonID)
}

// enter signs a person in, unless the caller is that person.
func (e *Edge) enter(ctx context.Context, c *caller, person string) (*signedIn, error) {
	if person == c.Person {
		s, err := e.sessionOf(ctx, c.Person)
		return &signedIn{Body: s}, err
	}
	token, err := e.Accounts.Start(ctx, person)
	if err != nil {
		return nil, err
	}
	return e.admitted(ctx, c, person, token)
}

func (e *Edge) consents(ctx context.Context, c *caller, _ *struct{}) (*body[[]consent.View], error) {
	return list(e.Groups.MyConsents(ctx, c.Person, e.lang(ctx, c)))
}
