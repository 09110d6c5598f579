package appointment_test

import (
	"testing"
	"time"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/groupstest"
	"kring/internal/access"
)

const fons = "person-fons@example.nl-true" // as the owner of that address is known

func (w *world) invite(t *testing.T, in time.Duration) string {
	t.Helper()
	token, err := w.Invite(t.Context(), w.group, groupstest.Guide, appointment.Invitee{Email: "fons@example.nl", Moment: w.in(in)})
	groupstest.Must(t, err)
	return token
}

// TestAnIntakeCall: a look does nothing; who accepts has that one conversation
// and nothing else of the group.
func TestAnIntakeCall(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	token := w.invite(t, time.Hour)
	for range 2 {
		v, err := w.Intake(ctx, token)
		if err != nil || v.StartAt != w.in(time.Hour).StartAt || v.DurationMin != 30 || v.GuideID != groupstest.Guide || v.GroupID != w.group {
			t.Errorf("the link shows %+v, %v", v, err)
		}
	}
	if a, g := w.says(t, anna), w.of(t, groupstest.Guide); a != "" || len(g) != 1 || g[0].Status != "free" || !g[0].Intake || g[0].Email != "fons@example.nl" {
		t.Errorf("a member sees %q, the guide %+v", a, g)
	}
	groupstest.WantFault(t, w.Book(ctx, w.of(t, groupstest.Guide)[0].ID, anna), "slot.taken")
	_, err := w.Accept(ctx, token, "06 12345678", "nl")
	groupstest.WantFault(t, err, "alias.contact")
	person, err := w.Accept(ctx, token, "Fons", "nl")
	if err != nil || person != fons {
		t.Fatalf("%s, %v", person, err)
	}
	_, err = w.Accept(ctx, token, "Fons", "nl")
	groupstest.WantFault(t, err, "not-found")
	_, err = w.Intake(ctx, token)
	groupstest.WantFault(t, err, "not-found")

	mine, err := w.Intakes(ctx, fons)
	groupstest.Must(t, err)
	if len(mine) != 1 || !mine[0].Own || mine[0].MeetingID == "" || !mine[0].Intake || mine[0].Guide != "Name of "+groupstest.Guide || mine[0].Email != "" {
		t.Fatalf("her own list: %+v", mine)
	}
	guest := func(kind access.Kind, id string) bool {
		t.Helper()
		f, err := w.Groups.Facts(ctx, fons, access.Place{Kind: kind, ID: id})
		groupstest.Must(t, err)
		if f.Membership != access.None || f.Facilitator {
			t.Errorf("she is %+v", f)
		}
		return f.Guest
	}
	meeting := mine[0].MeetingID
	if !guest(access.Meeting, meeting) || !guest(access.Channel, groups.MeetingChannel(meeting)) || guest(access.Group, w.group) || guest(access.Channel, groups.Channel(w.group)) {
		t.Error("she has no call, or more than it")
	}
	c, err := w.MeetingCircle(ctx, meeting)
	groupstest.Must(t, err)
	if v, ok := c.See(c.Viewer(groupstest.Guide), fons); !ok || v.Alias != "Fons" || c.PersonOf(v.ID) != fons || c.Viewer(fons).Role != groups.RoleMember {
		t.Errorf("the guide sees %+v", v)
	}
	if g := w.says(t, groupstest.Guide); g != "booked Fons" {
		t.Errorf("the guide's list: %q", g)
	}
	const url = "https://kring.example"
	if _, err := w.Calendar(ctx, mine[0].ID, fons, url); err != nil {
		t.Error(err)
	}
}

// TestAnIntakeCallIsOff: by the facilitator, who has her told, or by herself.
func TestAnIntakeCallIsOff(t *testing.T) {
	w := open(t)
	ctx := t.Context()
	dead := w.invite(t, 5*time.Hour)
	groupstest.Must(t, w.Withdraw(ctx, w.of(t, groupstest.Guide)[0].ID))
	_, err := w.Accept(ctx, dead, "Fons", "nl")
	groupstest.WantFault(t, err, "not-found")
	for i, off := range []func(id string) error{
		func(id string) error { return w.Withdraw(ctx, id) },
		func(id string) error { return w.Cancel(ctx, id, fons) },
	} {
		_, err := w.Accept(ctx, w.invite(t, time.Duration(i+1)*time.Hour), "Fons", "nl")
		groupstest.Must(t, err)
		mine, err := w.Intakes(ctx, fons)
		groupstest.Must(t, err)
		v := mine[len(mine)-1]
		groupstest.Must(t, off(v.ID))
		f, err := w.Groups.Facts(ctx, fons, access.Place{Kind: access.Meeting, ID: v.MeetingID})
		groupstest.Must(t, err)
		if mine, err = w.Intakes(ctx, fons); err != nil || mine[len(mine)-1].Status != "off" || f.Guest {
			t.Errorf("%d: %+v, guest %v, %v", i, mine, f.Guest, err)
		}
		groupstest.WantFault(t, w.Book(ctx, v.ID, anna), "slot.taken")
	}
	if len(w.told) != 1 || w.told[0] != fons+" slot-off" {
		t.Errorf("told %v", w.told)
	}
	w.Pass(2 * time.Hour)
	late := w.invite(t, time.Hour)
	w.Pass(2 * time.Hour)
	_, err = w.Intake(ctx, late)
	groupstest.WantFault(t, err, "not-found")
}
