package api

import (
	"context"
	"net/http"
	"time"

	"kring/groups"
	"kring/groups/organisation"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/server/account"
)

// Session is who is signed in here, and where they belong.
type Session struct {
	Person        *account.Profile   `json:"person,omitempty" doc:"Absent when nobody is signed in"`
	Room          string             `json:"room,omitempty" doc:"The meeting in whose room this device is; then it is nobody's"`
	Organisations []organisation.Ref `json:"organisations"`
	Groups        []groups.MyGroup   `json:"groups"`
	Look          *Look              `json:"look,omitempty" doc:"Of their organisation; absent for Kring's own"`
}

// signedIn carries a session and its cookie: none or one, because huma's Fiber
// adapter joins several into one header that browsers read as something else.
type signedIn struct {
	SetCookie string `header:"Set-Cookie"`
	Body      Session
}

// cookies of one name live at / for this host only, unseen by scripts.
func (e *Edge) cookie(what, value string, life time.Duration) string {
	c := http.Cookie{Name: e.cookieName(what), Value: value, Path: "/", HttpOnly: true, Secure: e.secure, SameSite: http.SameSiteLaxMode, MaxAge: int(life.Seconds())}
	if value == "" {
		c.MaxAge = -1
	}
	return c.String()
}

// sessionOf describes a person; "" is nobody.
func (e *Edge) sessionOf(ctx context.Context, person string) (Session, error) {
	s := Session{Organisations: []organisation.Ref{}, Groups: []groups.MyGroup{}}
	if person == "" {
		return s, nil
	}
	if meeting, device := access.RoomOf(person); device {
		s.Room = meeting
		return s, nil
	}
	p, err := e.Accounts.Profile(ctx, person)
	if err != nil {
		return s, err
	}
	s.Person = &p
	if s.Organisations, err = e.Groups.Organisations.Mine(ctx, person); err != nil {
		return s, err
	}
	if s.Groups, err = e.Groups.MyGroups(ctx, person); err != nil {
		return s, err
	}
	return s, e.lookOf(ctx, &s)
}

// admitted rotates the session: whatever this browser was signed in as ends.
func (e *Edge) admitted(ctx context.Context, c *caller, person, token string) (*signedIn, error) {
	if err := e.Accounts.SignOut(ctx, c.Token); err != nil {
		return nil, err
	}
	s, err := e.sessionOf(ctx, person)
	if err != nil {
		return nil, err
	}
	return &signedIn{SetCookie: e.cookie("session", token, account.SessionLife), Body: s}, nil
}

type tokenIn struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"100"`
		Room  bool   `json:"room,omitempty" doc:"It is the link of a device in the room of a meeting"`
	}
}

// WhoLink says who a sign-in link is for.
type WhoLink struct {
	Name string `json:"name" doc:"Who will be signed in"`
}

type emailIn struct {
	Body struct {
		Email string `json:"email" maxLength:"254"`
		Lang  string `json:"lang,omitempty" enum:"nl,en" default:"nl"`
	}
}

type codeIn struct {
	Body struct {
		Code  string `json:"code" pattern:"^[0-9]{6}$"`
		Email string `json:"email,omitempty" maxLength:"254" doc:"The address again, for who signs up"`
	}
}

type signUpIn struct {
	Body struct {
		Email string `json:"email" maxLength:"254"`
		Lang  string `json:"lang,omitempty" enum:"nl,en" default:"nl"`
		AgeOK bool   `json:"ageOk" doc:"Says to be 16 or older"`
	}
}

type langIn struct {
	Body struct {
		Lang string `json:"lang" enum:"nl,en"`
	}
}

type cookieOut struct {
	SetCookie string `header:"Set-Cookie"`
}

func (e *Edge) accountOps() {
	register(e, op{Method: "GET", Path: "/session", ID: "session", Summary: "Who is signed in here", Action: access.Anyone, Keep: keepOwn},
		func(ctx context.Context, c *caller, _ *struct{}) (*body[Session], error) {
			return reply(e.sessionOf(ctx, c.Person))
		})
	register(e, op{Method: "POST", Path: "/sign-in/link/preview", ID: "preview-link", Summary: "Who a sign-in link is for; spends nothing", Action: access.Anyone}, e.previewLink)
	register(e, op{Method: "POST", Path: "/sign-in/link", ID: "use-link", Summary: "Sign in with a personal link", Action: access.Anyone}, e.useLink)
	register(e, op{Method: "POST", Path: "/sign-in/code", ID: "ask-code", Summary: "Ask for a code by e-mail", Action: access.Anyone, Status: http.StatusAccepted}, e.askCode)
	register(e, op{Method: "POST", Path: "/sign-up", ID: "sign-up", Summary: "Ask for a code by e-mail that also makes an account", Action: access.Anyone, Status: http.StatusAccepted}, e.signUp)
	register(e, op{Method: "POST", Path: "/sign-in/code/verify", ID: "use-code", Summary: "Sign in with the code", Action: access.Anyone}, e.useCode)
	register(e, op{Method: "POST", Path: "/sign-out", ID: "sign-out", Summary: "Sign out here", Action: access.End, Kind: access.Self, Status: http.StatusNoContent}, e.signOut)
	register(e, op{Method: "PUT", Path: "/session/language", ID: "set-language", Summary: "Choose a language", Action: access.Own, Kind: access.Self, Status: http.StatusNoContent},
		func(ctx context.Context, c *caller, in *langIn) (*empty, error) {
			return nil, e.Accounts.SetLang(ctx, c.Person, in.Body.Lang)
		})
}

func (e *Edge) previewLink(ctx context.Context, c *caller, in *tokenIn) (*body[WhoLink], error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	p, err := e.Accounts.PreviewLink(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	if p.Name != "" {
		return reply(WhoLink{Name: p.Name}, nil)
	}
	mine, err := e.Groups.MyGroups(ctx, p.ID)
	if err != nil || len(mine) == 0 {
		return reply(WhoLink{}, err)
	}
	return reply(WhoLink{Name: mine[0].Alias}, nil)
}

func (e *Edge) useLink(ctx context.Context, c *caller, in *tokenIn) (*signedIn, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	person, token, err := e.Accounts.UseLink(ctx, in.Body.Token, in.Body.Room)
	if err != nil {
		return nil, err
	}
	return e.admitted(ctx, c, person, token)
}

func (e *Edge) askCode(ctx context.Context, c *caller, in *emailIn) (*cookieOut, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	browser, err := e.Accounts.AskCode(ctx, in.Body.Email, in.Body.Lang)
	if err != nil {
		return nil, err
	}
	return &cookieOut{SetCookie: e.cookie("code", browser, account.CodeLife)}, nil
}

// signUp answers the same whether the address has an account or not: in both
// cases the mail holds a code, and using it signs in.
func (e *Edge) signUp(ctx context.Context, c *caller, in *signUpIn) (*cookieOut, error) {
	if err := e.SignUps.Try(c.IP); err != nil {
		return nil, err
	}
	if !in.Body.AgeOK {
		return nil, fault.Bad("ageOk", "sign-up.age", "an account of one's own is for who is 16 or older")
	}
	browser, err := e.Accounts.SignUp(ctx, in.Body.Email, in.Body.Lang)
	if err != nil {
		return nil, err
	}
	return &cookieOut{SetCookie: e.cookie("code", browser, account.CodeLife)}, nil
}

func (e *Edge) useCode(ctx context.Context, c *caller, in *codeIn) (*signedIn, error) {
	if err := e.Gate.Try(c.IP); err != nil {
		return nil, err
	}
	person, token, err := e.Accounts.UseCode(ctx, c.Browser, in.Body.Code, in.Body.Email)
	if err != nil {
		return nil, err
	}
	return e.admitted(ctx, c, person, token) // the code's cookie is spent and ends by itself
}

func (e *Edge) signOut(ctx context.Context, c *caller, _ *struct{}) (*cookieOut, error) {
	if err := e.Accounts.SignOut(ctx, c.Token); err != nil {
		return nil, err
	}
	return &cookieOut{SetCookie: e.cookie("session", "", 0)}, nil
}
