package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"kring/groups"
	"kring/groups/organisation"
	"kring/internal/fault"
	"kring/internal/store"
	"kring/server/account"
	"kring/server/api"
)

const (
	demoTown, demoTeam = "demo-gemeente", "demo-wijkteam"
	// demoMeeting is the number of the meeting that can always be joined; the
	// one before it was a week ago.
	demoMeeting = 2
	week        = 7 * 24 * time.Hour
)

// demoPerson is one fictional person; the alias is the name of staff.
type demoPerson struct{ role, alias string }

var demoPeople = []demoPerson{
	{groups.RoleFacilitator, "Marieke"}, {groups.RoleCoFacilitator, "Joris"}, {groups.RoleCoordinator, "Samira"}, {organisation.PolicyOfficer, "Wim"},
	{"participant", "Anna"}, {"participant", "Bram"}, {"participant", "Carla"}, {"participant", "Daan"}, {"participant", "Esra"}, {"participant", "Fons"},
}

// demo is the fictional organisation while it runs.
type demo struct {
	people   []api.DemoPerson
	ids      map[string]string // alias → person id
	meetings store.Collection[groups.Meeting, *groups.Meeting]
	groupID  string
}

// openDemo fills an empty store with the demo, or finds it there, and puts its
// dates around now. Every step can be repeated.
func (k *kring) openDemo(ctx context.Context) (err error) {
	if !k.Demo {
		return nil
	}
	top, err := k.groups.Organisations.Children(ctx, "")
	if err != nil {
		return err
	}
	if len(top) > 0 && top[0].ID != demoTown {
		return errors.New("--demo: this store holds other data; start without --demo, or with another KRING_DATA")
	}
	d := &demo{ids: map[string]string{}}
	if d.meetings, err = store.Open[groups.Meeting](ctx, k.docs, groups.MeetingSpec()); err != nil {
		return err
	}
	for _, step := range []func(context.Context, *demo) error{k.demoOrganisations, k.demoStaff, k.demoGroup, k.demoMembers, k.demoTalk, k.demoWork, k.demoLinks, k.redate} {
		if err := step(ctx, d); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	k.demo = d
	tick := time.NewTicker(10 * time.Second)
	k.onClose(func() error { tick.Stop(); return nil })
	k.keepJoinable(tick.C)
	return nil
}

func (k *kring) demoOrganisations(ctx context.Context, _ *demo) error {
	town, team := demoOrganisationTexts()
	for _, o := range []*organisation.Organisation{town, team} {
		if err := k.groups.Organisations.Add(ctx, o); err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return nil
}

// demoStaff makes the facilitators and the coordinator of the wijkteam.
func (k *kring) demoStaff(ctx context.Context, d *demo) error {
	for _, p := range demoPeople {
		if p.role == "participant" {
			continue
		}
		id, err := k.accounts.Create(ctx, account.NewPerson{Name: p.alias, Email: demoAddress(p.alias), Staff: true, Verified: true})
		if err != nil {
			return err
		}
		d.ids[p.alias] = id
		org, roles := demoTeam, []string{organisation.Facilitator}
		switch p.role {
		case organisation.Coordinator: // of a small team, so she sees to its settings too
			roles = []string{organisation.Coordinator, organisation.Administrator}
		case organisation.PolicyOfficer: // of who pays
			org, roles = demoTown, []string{organisation.PolicyOfficer}
		}
		for _, role := range roles {
			if err := k.groups.Organisations.Give(ctx, org, id, role); err != nil {
				return err
			}
		}
	}
	return nil
}

func demoAddress(alias string) string { return strings.ToLower(alias) + "@demo.example" }

func (k *kring) demoGroup(ctx context.Context, d *demo) error {
	g, err := k.groups.CreateGroup(ctx, demoTeam, groups.NewGroup{
		Key: "demo", ProgrammeID: "omgaan-met-stress", Name: "Omgaan met stress", Theme: "stress", Kind: "groepsbegeleiding", Capacity: 8, MinAge: 18,
		Visibility: groups.VisibleMembers, FirstDate: time.Now().Add(-week).Format("2006-01-02"), Time: "19:30", EveryDays: 7,
		Facilitators: []string{d.ids["Marieke"]}, CoFacilitator: d.ids["Joris"], AnswerTime: "Op werkdagen binnen één dag", PrivateChat: groups.PrivateChatFacilitators,
	})
	if err != nil {
		return err
	}
	d.groupID = g.ID
	if _, err := k.groups.SetOffering(ctx, g.ID, groups.Offering{Public: true, Offer: groups.Offer{Financier: "Gemeente Voorbeeldstad", Cost: "Niets. U betaalt ook geen eigen risico.", Lang: "nl"}}); err != nil && !fault.Is(err, fault.NotFound) { // it may have been ended
		return err
	}
	starts, err := k.groups.Starts(ctx, g.ID)
	if err != nil {
		return err
	}
	return k.homework.Assign(ctx, g.ID, g.ProgrammeID, g.ProgrammeVersion, starts)
}

// demoLinks makes the reusable sign-in links of this run.
func (k *kring) demoLinks(ctx context.Context, d *demo) error {
	for _, p := range demoPeople {
		url, err := k.accounts.NewLink(ctx, d.ids[p.alias], true)
		if err != nil {
			return err
		}
		d.people = append(d.people, api.DemoPerson{Role: p.role, Alias: p.alias, URL: url})
	}
	return nil
}

// announce says where Kring is, and who can be tried.
func (k *kring) announce(out io.Writer) {
	if k.demo != nil {
		for _, p := range k.demo.people {
			fmt.Fprintf(out, "demo %s %s %s\n", p.Role, p.Alias, p.URL)
		}
	}
	fmt.Fprintf(out, "Kring listens on %s\n", k.PublicURL)
}

// redate puts the meetings around now: one a week ago, one that starts now,
// the rest in the weeks to come, and their homework with them.
func (k *kring) redate(ctx context.Context, d *demo) error {
	now := time.Now().Truncate(5 * time.Minute)
	ms, err := d.meetings.Find(ctx, store.Query{Where: []store.Cond{store.Is("groupId", d.groupID), {Field: "number", Op: store.Lt, Value: 1000}}, OrderBy: "number", Limit: 1000})
	if err != nil {
		return err
	}
	for _, m := range ms {
		at := now.Add(time.Duration(m.Number-demoMeeting) * week).UnixMilli()
		if _, err := d.meetings.Update(ctx, m.ID, func(m *groups.Meeting) error {
			m.StartAt = at
			switch {
			case m.Number < demoMeeting:
				m.Phase = groups.Closed
			case m.Phase == groups.Closed:
				m.Phase = groups.Planned
			}
			return nil
		}); err != nil {
			return err
		}
		if err := k.homework.Reschedule(ctx, d.groupID, m.Number, at); err != nil {
			return err
		}
	}
	return nil
}

// keepJoinable gives the demo a meeting to join at any time: when, at a tick,
// the last was closed and everybody is out, or its time is over, the dates
// move again. Its goroutine ends at close.
func (k *kring) keepJoinable(ticks <-chan time.Time) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	k.onClose(func() error { cancel(); <-done; return nil })
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticks:
				if err := k.revive(ctx); err != nil && ctx.Err() == nil {
					slog.Error("demo not re-dated", "error", err)
				}
			}
		}
	}()
}

func (k *kring) revive(ctx context.Context) error {
	m, err := k.demo.meetings.One(ctx, store.Is("groupId", k.demo.groupID), store.Is("number", demoMeeting))
	if err != nil || m.Phase == groups.Opened || m.Live.Node != "" {
		return err
	}
	if m.Phase == groups.Planned && time.Since(time.UnixMilli(m.StartAt)) < time.Hour {
		return nil
	}
	return k.redate(ctx, k.demo)
}
