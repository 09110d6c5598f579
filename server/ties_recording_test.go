package main

import (
	"fmt"
	"strings"
	"testing"

	"kring/groups"
	"kring/groups/meeting"
)

// TestWhomTheRoomsDeviceHears: who is checked in there, and nobody else; it is
// never waited for itself. Without one it is a facilitator's device.
func TestWhomTheRoomsDeviceHears(t *testing.T) {
	seat := func(id, role string) meeting.Seat {
		return meeting.Seat{Who: meeting.Who{ID: id, PersonID: "p-" + id, Role: role}, Connected: true}
	}
	s := meeting.Scene{
		Open: true, Seated: []meeting.Seat{seat("els", groups.RoleFacilitator), seat("sam", groups.RoleMember)},
		Room: []meeting.Present{{Who: meeting.Who{ID: "kim", PersonID: "p-kim"}, Connected: true}, {Who: meeting.Who{ID: "roos", PersonID: "p-roos"}}},
	}
	heard := func() string {
		var out []string
		for _, x := range recordingScene(s).Seated {
			out = append(out, fmt.Sprint(x.ID, x.Persons, x.Away))
		}
		return strings.Join(out, " ")
	}
	if got, want := heard(), "kim[p-kim] false roos[p-roos] true els[p-els p-kim p-roos] false sam[p-sam] false"; got != want {
		t.Errorf("without a device: %s, want %s", got, want)
	}
	s.Seated = append(s.Seated, seat("device", groups.RoleRoom))
	if got, want := heard(), "kim[p-kim] false roos[p-roos] true els[p-els] false sam[p-sam] false device[p-kim p-roos] true"; got != want {
		t.Errorf("with one: %s, want %s", got, want)
	}
}
