package enrol_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/consent"
	"kring/groups/enrol"
	"kring/groups/groupstest"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/store/sqlitestore"
)

// world is an organisation with enrolment.
type world struct {
	*groupstest.World
	*enrol.Enrol
	people
}

func open(t *testing.T) *world {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	groupstest.Must(t, err)
	t.Cleanup(func() { groupstest.Must(t, db.Close()) })
	w := &world{World: groupstest.New(t, db), people: people{proven: map[string]string{}}}
	w.Enrol, err = enrol.Open(t.Context(), enrol.Deps{DB: db, Vault: w.Vault, Groups: w.World.Groups, People: &w.people, Now: w.Clock})
	groupstest.Must(t, err)
	return w
}

// people makes persons; an address that was proven belongs to one of them.
type people struct {
	mu     sync.Mutex
	proven map[string]string
	made   int
}

func (p *people) Enrol(_ context.Context, email, _ string, proven bool) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id := p.proven[email]; proven && id != "" {
		return id, nil
	}
	p.made++
	id := fmt.Sprint("person-", p.made)
	if proven {
		p.proven[email] = id
	}
	return id, nil
}

func form(alias string) enrol.Acceptance {
	return enrol.Acceptance{Alias: alias, Email: alias + "@voorbeeld.nl", AgeOK: true, Agreed: []consent.Answer{
		{Kind: consent.HouseRules, Version: 1}, {Kind: consent.GroupAgreement, Version: 1},
	}}
}

func (w *world) link(t *testing.T, groupID string) enrol.NewInvitation {
	t.Helper()
	i, err := w.InviteByLink(t.Context(), groupID)
	groupstest.Must(t, err)
	return i
}

func TestJoinByGroupLink(t *testing.T) {
	w := open(t)
	g := w.Group(t, nil)
	i := w.link(t, g.ID)
	for range 3 { // looking changes nothing
		p, err := w.Preview(t.Context(), i.Token, "nl")
		if err != nil || p.Group.Meetings != 3 || p.Email != "" || len(p.Texts) != 5 || p.Texts[0].Title != "Huisregels" || p.Group.Full {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	in := form("Anna")
	in.Consents = []consent.Answer{{Kind: consent.Reminders, Version: 1, Given: true}, {Kind: consent.Research, Version: 1}}
	j, err := w.Accept(t.Context(), i.Token, in)
	groupstest.Must(t, err)
	mine, err := w.MyGroups(t.Context(), j.PersonID)
	if err != nil || len(mine) != 1 || mine[0].Alias != "Anna" || mine[0].MemberID != j.MemberID {
		t.Errorf("%+v, %v", mine, err)
	}
	cs, err := w.MyConsents(t.Context(), j.PersonID, "en")
	groupstest.Must(t, err)
	given := map[string]bool{}
	for _, c := range cs {
		given[c.Kind] = c.Given
	}
	want := map[string]bool{consent.HouseRules: true, consent.GroupAgreement: true, consent.Reminders: true, consent.AftercareContact: false, consent.Research: false}
	if fmt.Sprint(given) != fmt.Sprint(want) {
		t.Errorf("consents %v, want %v", given, want)
	}
	if is, err := w.Invitations(t.Context(), g.ID); err != nil || len(is) != 1 || is[0].Used != 1 {
		t.Errorf("%+v, %v", is, err)
	}
}

func TestJoiningNeedsAgeAndAgreements(t *testing.T) {
	w := open(t)
	i := w.link(t, w.Group(t, nil).ID)
	for code, change := range map[string]func(*enrol.Acceptance){
		"age.missing":       func(a *enrol.Acceptance) { a.AgeOK = false },
		"agreement.missing": func(a *enrol.Acceptance) { a.Agreed = a.Agreed[:1] },
		"consent.version": func(a *enrol.Acceptance) {
			a.Consents = []consent.Answer{{Kind: consent.Research, Version: 9, Given: true}}
		},
		"alias.contact": func(a *enrol.Acceptance) { a.Alias = "anna@voorbeeld.nl" },
	} {
		in := form("Anna")
		change(&in)
		_, err := w.Accept(t.Context(), i.Token, in)
		groupstest.WantFault(t, err, code)
	}
	in := form("Anna")
	in.Agreed[1].Version = 2
	_, err := w.Accept(t.Context(), i.Token, in)
	groupstest.WantFault(t, err, "agreement.missing")
	if w.made != 0 {
		t.Errorf("refused forms made %d people", w.made)
	}
}

func TestPersonalInvitation(t *testing.T) {
	w := open(t)
	g := w.Group(t, nil)
	i, err := w.InviteByEmail(t.Context(), g.ID, "anna@voorbeeld.nl")
	groupstest.Must(t, err)
	p, err := w.Preview(t.Context(), i.Token, "nl")
	if err != nil || p.Email != "a…@voorbeeld.nl" {
		t.Errorf("%+v, %v", p, err)
	}
	in := form("Anna")
	in.Email, in.PersonID = "somebody@else.nl", "person-else" // neither counts: the link was sent to anna
	j, err := w.Accept(t.Context(), i.Token, in)
	if err != nil || j.PersonID != w.proven["anna@voorbeeld.nl"] {
		t.Errorf("%+v, %v", j, err)
	}
	_, err = w.Accept(t.Context(), i.Token, in)
	groupstest.WantFault(t, err, "not-found")

	// Taken out: only a new invitation of her own lets her back in.
	groupstest.Must(t, w.RemoveMember(t.Context(), j.MemberID))
	in.PersonID = j.PersonID
	_, err = w.Accept(t.Context(), w.link(t, g.ID).Token, in)
	groupstest.WantFault(t, err, "not-found")
	again, err := w.InviteByEmail(t.Context(), g.ID, "anna@voorbeeld.nl")
	groupstest.Must(t, err)
	back, err := w.Accept(t.Context(), again.Token, form("Anna"))
	if err != nil || back != j {
		t.Errorf("back as %+v, %v; was %+v", back, err, j)
	}
}

func TestDeadInvitationsAreAlike(t *testing.T) {
	w := open(t)
	g := w.Group(t, nil)
	revoked, expired := w.link(t, g.ID), w.link(t, g.ID)
	groupstest.Must(t, w.Revoke(t.Context(), revoked.ID))
	replaced, err := w.InviteByEmail(t.Context(), g.ID, "anna@voorbeeld.nl")
	groupstest.Must(t, err)
	_, err = w.InviteByEmail(t.Context(), g.ID, "Anna@Voorbeeld.nl")
	groupstest.Must(t, err)
	dead := func(token string) {
		t.Helper()
		_, err := w.Preview(t.Context(), token, "nl")
		_, err2 := w.Accept(t.Context(), token, form("Anna"))
		if err == nil || err2 == nil || err.Error() != fault.Gone().Error() || err2.Error() != fault.Gone().Error() {
			t.Errorf("%v, %v", err, err2)
		}
	}
	dead(revoked.Token)
	dead(replaced.Token)
	dead("unknown")
	dead("")
	w.Pass(14*24*time.Hour - time.Millisecond)
	if _, err := w.Preview(t.Context(), expired.Token, "nl"); err != nil {
		t.Errorf("just before 14 days: %v", err)
	}
	w.Pass(time.Millisecond)
	dead(expired.Token)
	last := w.link(t, g.ID)
	groupstest.Must(t, w.End(t.Context(), g.ID))
	dead(last.Token)
}

func TestFifteenAcceptTwoPlaces(t *testing.T) {
	w := open(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.Capacity = 2 })
	i := w.link(t, g.ID)
	var wg sync.WaitGroup
	for n := range 15 {
		wg.Go(func() {
			_, err := w.Accept(t.Context(), i.Token, form(fmt.Sprint("Lid ", n)))
			if err != nil && !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if ms, err := w.ActiveMembers(t.Context(), g.ID); err != nil || len(ms) != 2 {
		t.Errorf("%d members, %v", len(ms), err)
	}
	if p, err := w.Preview(t.Context(), i.Token, "nl"); err != nil || !p.Group.Full {
		t.Errorf("%+v, %v", p, err)
	}
}

// Who is invited reads of the meetings that are held.
func TestAnInvitationToWhatIsHeld(t *testing.T) {
	w := open(t)
	g := w.Group(t, nil)
	i := w.link(t, g.ID)
	v, err := w.ViewGroup(t.Context(), g.ID, groupstest.Guide)
	groupstest.Must(t, err)
	for n, m := range v.Meetings {
		_, err := w.CallOffMeeting(t.Context(), m.ID, m.Rev, true)
		groupstest.Must(t, err)
		p, err := w.Preview(t.Context(), i.Token, "nl")
		groupstest.Must(t, err)
		first := int64(0)
		if left := v.Meetings[n+1:]; len(left) > 0 {
			first = left[0].StartAt
		}
		if p.Group.FirstMeetingAt != first || p.Group.Meetings != len(v.Meetings)-n-1 {
			t.Errorf("with %d called off it has %d meetings, the first at %d; want %d", n+1, p.Group.Meetings, p.Group.FirstMeetingAt, first)
		}
	}
}

// A signed-in person who presses twice joins once.
func TestSignedInPersonJoinsOnce(t *testing.T) {
	w := open(t)
	g := w.Group(t, nil)
	i := w.link(t, g.ID)
	in := form("Anna")
	in.PersonID = "person-anna"
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if _, err := w.Accept(t.Context(), i.Token, in); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if ms, err := w.ActiveMembers(t.Context(), g.ID); err != nil || len(ms) != 1 {
		t.Errorf("%d members, %v", len(ms), err)
	}
}

func TestFactsOfAnInvitation(t *testing.T) {
	w := open(t)
	g := w.Group(t, nil)
	i := w.link(t, g.ID)
	f, err := w.Enrol.Facts(t.Context(), groupstest.Coordinator, access.Place{Kind: access.Invitation, ID: i.ID})
	if err != nil || f.Roles != access.Coordinator || f.Group != g.ID {
		t.Errorf("%+v, %v", f, err)
	}
	f, err = w.Enrol.Facts(t.Context(), groupstest.Coordinator, access.Place{Kind: access.Invitation, ID: "none"})
	if err != nil || f != (access.Facts{Person: groupstest.Coordinator}) {
		t.Errorf("missing: %+v, %v", f, err)
	}
	if is, err := w.Invitations(t.Context(), g.ID); err != nil || strings.Contains(fmt.Sprint(is), i.Token) {
		t.Errorf("the list tells the token: %v, %v", is, err)
	}
}
