package groups_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kring/groups"
	"kring/groups/groupstest"
	"kring/internal/access"
	"kring/internal/fault"
	"kring/internal/seal"
)

func TestFifteenRaceForTwoPlaces(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.Capacity = 2 })
	var wg sync.WaitGroup
	for i := range 15 {
		wg.Go(func() {
			spot, err := w.TakeSpot(t.Context(), groups.Claim{GroupID: g.ID, PersonID: fmt.Sprint("person-", i), Alias: fmt.Sprint("Lid ", i)})
			if err == nil {
				err = w.Admit(t.Context(), g.ID, spot)
			}
			if err != nil && fault.Of(err).Code != "group.full" {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	ms, err := w.ActiveMembers(t.Context(), g.ID)
	if err != nil || len(ms) != 2 {
		t.Errorf("%d members, %v", len(ms), err)
	}
}

func TestAliasIsOnePersonsInAGroup(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	first := w.Join(t, g.ID, "person-anna", " Zon  en maan ")
	take := func(person, alias string) error {
		_, err := w.TakeSpot(t.Context(), groups.Claim{GroupID: g.ID, PersonID: person, Alias: alias})
		return err
	}
	groupstest.WantFault(t, take("person-bram", "ZON EN MAAN"), "alias.taken")
	groupstest.WantFault(t, take("person-bram", "name of "+groupstest.Guide), "alias.taken")
	for alias, code := range map[string]string{
		"": "alias.empty", " \t ": "alias.characters", strings.Repeat("é", 41): "alias.long", "anna@voorbeeld.nl": "alias.contact",
		"bel 06-12345678": "alias.contact", "An\u200bna": "alias.characters", "\u202eannA": "alias.characters", "a\xffb": "alias.characters",
	} {
		groupstest.WantFault(t, take("person-bram", alias), code)
	}
	groupstest.WantFault(t, take(groupstest.Guide, "Gids"), "member.guides")
	m, err := w.Member(t.Context(), first)
	if err != nil || m.Alias != "Zon en maan" {
		t.Errorf("member %+v, %v", m, err)
	}
	groupstest.Must(t, w.Leave(t.Context(), g.ID, "person-anna"))
	w.Join(t, g.ID, "person-bram", strings.Repeat("é", 40))
	w.Join(t, g.ID, "person-cas", "zon en maan") // free again
}

func TestOutIsOutAndFreesThePlace(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.Capacity = 2 })
	anna := w.Join(t, g.ID, "person-anna", "Anna")
	w.Join(t, g.ID, "person-bram", "Bram")
	groupstest.Must(t, w.RemoveMember(t.Context(), anna))
	groupstest.Must(t, w.RemoveMember(t.Context(), anna))
	_, err := w.TakeSpot(t.Context(), groups.Claim{GroupID: g.ID, PersonID: "person-anna", Alias: "Anna"})
	groupstest.WantFault(t, err, "not-found")
	cas := w.Join(t, g.ID, "person-cas", "Cas")
	groupstest.Must(t, w.Leave(t.Context(), g.ID, "person-cas"))
	groupstest.Must(t, w.RemoveMember(t.Context(), cas))
	if m, err := w.Member(t.Context(), cas); err != nil || m.Status != groups.Left {
		t.Errorf("who left stays one who left: %+v, %v", m, err)
	}
	if mine, err := w.MyGroups(t.Context(), "person-anna"); err != nil || len(mine) != 0 {
		t.Errorf("a removed member still has %v, %v", mine, err)
	}
	groupstest.WantFault(t, w.Leave(t.Context(), g.ID, "person-nobody"), "not-found")
}

// A join that broke off after its first step holds its place for ten minutes.
func TestBrokenOffJoinFreesItsPlaceLater(t *testing.T) {
	w := world(t)
	g := w.Group(t, func(f *groups.NewGroup) { f.Capacity = 2 })
	w.Join(t, g.ID, "person-anna", "Anna")
	claim := groups.Claim{GroupID: g.ID, PersonID: "person-crashed", Alias: "Bram"}
	spot, err := w.TakeSpot(t.Context(), claim)
	groupstest.Must(t, err)
	if again, err := w.TakeSpot(t.Context(), claim); err != nil || again.MemberID != spot.MemberID {
		t.Errorf("again gives %+v, %v", again, err)
	}
	groupstest.WantFault(t, w.TrySpot(t.Context(), g.ID, "Cas"), "group.full")
	w.Pass(11 * time.Minute)
	w.Join(t, g.ID, "person-cas", "Cas")
	if ms, err := w.ActiveMembers(t.Context(), g.ID); err != nil || len(ms) != 2 {
		t.Errorf("%d members, %v", len(ms), err)
	}
}

func TestErasedPersonHasNoAlias(t *testing.T) {
	w := world(t)
	g := w.Group(t, nil)
	w.Join(t, g.ID, "person-anna", "Anna")
	groupstest.Must(t, w.Vault.Erase(t.Context(), seal.Person("person-anna")))
	ms, err := w.Members(t.Context(), g.ID, groupstest.Guide)
	if err != nil || len(ms) != 1 || ms[0].Alias != "" {
		t.Errorf("%+v, %v", ms, err)
	}
	w.Join(t, g.ID, "person-bram", "Bram")
}

func TestFacts(t *testing.T) {
	w := world(t)
	ctx := t.Context()
	sister := w.AddOrganisation(t, "")
	child := w.AddOrganisation(t, w.Org)
	g := w.Group(t, nil)
	anna := w.Join(t, g.ID, "person-anna", "Anna")
	out := w.Join(t, g.ID, "person-out", "Out")
	groupstest.Must(t, w.RemoveMember(ctx, out))
	left := w.Join(t, g.ID, "person-left", "Left")
	groupstest.Must(t, w.Leave(ctx, g.ID, "person-left"))
	v, err := w.ViewGroup(ctx, g.ID, groupstest.Guide)
	groupstest.Must(t, err)

	group := access.Place{Kind: access.Group, ID: g.ID}
	meeting := access.Place{Kind: access.Meeting, ID: v.Meetings[0].ID}
	channel := access.Place{Kind: access.Channel, ID: groups.Channel(g.ID)}
	inGroup := access.Facts{Organisation: w.Org, Group: g.ID}
	for _, c := range []struct {
		person string
		place  access.Place
		want   func(*access.Facts)
	}{
		{"person-anna", group, func(f *access.Facts) { f.Membership = access.Active }},
		{"person-anna", meeting, func(f *access.Facts) { f.Membership = access.Active }},
		{"person-anna", channel, func(f *access.Facts) { f.Membership = access.Active }},
		{"person-anna", access.Place{Kind: access.Member, ID: anna}, func(f *access.Facts) { f.Membership, f.Owner = access.Active, "person-anna" }},
		{"person-out", channel, func(f *access.Facts) { f.Membership = access.Removed }},
		{"person-left", group, func(f *access.Facts) { f.Membership = access.Left }},
		{groupstest.Guide, channel, func(f *access.Facts) { f.Facilitator = true }},
		{groupstest.CoGuide, access.Place{Kind: access.Member, ID: left}, func(f *access.Facts) { f.Facilitator, f.Owner = true, "person-left" }},
		{groupstest.Coordinator, group, func(f *access.Facts) { f.Roles = access.Coordinator }},
		{"person-stranger", group, func(*access.Facts) {}},
		{"", group, func(*access.Facts) {}},
		{groupstest.Coordinator, access.Place{Kind: access.Organisation, ID: w.Org}, func(f *access.Facts) { f.Roles, f.Group = access.Coordinator, "" }},
		{groupstest.Coordinator, access.Place{Kind: access.Organisation, ID: child}, func(f *access.Facts) { f.Organisation, f.Group = child, "" }},
		{groupstest.Coordinator, access.Place{Kind: access.Organisation, ID: sister}, func(f *access.Facts) { f.Organisation, f.Group = sister, "" }},
	} {
		want := inGroup
		want.Person = c.person
		c.want(&want)
		if got, err := w.Facts(ctx, c.person, c.place); err != nil || got != want {
			t.Errorf("%q at %v:\n got %+v, %v\nwant %+v", c.person, c.place, got, err, want)
		}
	}
	for _, kind := range []access.Kind{access.Organisation, access.Group, access.Member, access.Meeting, access.Channel, access.Answer} {
		f, err := w.Facts(ctx, "person-anna", access.Place{Kind: kind, ID: "none"})
		if err != nil || f != (access.Facts{Person: "person-anna"}) {
			t.Errorf("missing place of kind %d: %+v, %v", kind, f, err)
		}
	}
}

func BenchmarkFacts(b *testing.B) {
	w := world(b)
	g := w.Group(b, nil)
	w.Join(b, g.ID, "person-anna", "Anna")
	place := access.Place{Kind: access.Channel, ID: groups.Channel(g.ID)}
	for b.Loop() {
		if f, err := w.Facts(b.Context(), "person-anna", place); err != nil || f.Membership != access.Active {
			b.Fatal(f, err)
		}
	}
}
