package main

import (
	"context"

	"kring/groups"
	"kring/groups/debrief"
	"kring/groups/silence"
	"kring/homework"
	"kring/homework/table"
	"kring/homework/template"
	"kring/homework/upload"
	"kring/internal/access"
	"kring/internal/fault"
)

// openHomework opens what people do at home, and starts what sweeps files
// away that no answer holds.
func (k *kring) openHomework(ctx context.Context) (err error) {
	if k.homework, err = homework.Open(ctx, k.docs, k.vault); err != nil {
		return err
	}
	if k.uploads, err = upload.Open(ctx, k.docs, k.blobs, k.vault); err != nil {
		return err
	}
	k.homework.Files = k.uploads
	k.uploads.Held = func(ctx context.Context, u *upload.Upload) (bool, error) {
		held, _, err := k.homework.HoldsFile(ctx, u.AssignmentID, u.PersonID, u.ID)
		if held || err != nil {
			return held, err
		}
		return k.table.Holds(ctx, u.GroupID, u.PersonID, u.ID)
	}
	if k.table, err = table.Open(ctx, k.docs, k.vault); err != nil {
		return err
	}
	if k.templates, err = template.Open(ctx, k.docs, k.vault); err != nil {
		return err
	}
	if k.quiet, err = silence.Open(ctx, k.docs, k.signs); err != nil {
		return err
	}
	k.every(ctx, upload.SweepEvery, "sweep loose uploads", k.uploads.Sweep)
	return nil
}

// uploadFacts is what a person is to a file: its owner's answer knows whether
// it was sent.
func (k *kring) uploadFacts(ctx context.Context, person, id string) (access.Facts, error) {
	u, err := k.uploads.Get(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return access.Facts{Person: person}, nil
	}
	if err != nil {
		return access.Facts{}, err
	}
	f, err := k.groups.Facts(ctx, person, access.Place{Kind: access.Group, ID: u.GroupID})
	if err != nil {
		return f, err
	}
	f.Owner, f.Own = u.PersonID, u.PersonID == person
	if _, f.HandedIn, err = k.homework.HoldsFile(ctx, u.AssignmentID, u.PersonID, id); err != nil {
		return f, err
	}
	f.Tabled, err = k.table.Holds(ctx, u.GroupID, u.PersonID, id)
	return f, err
}

// lately is how many past meetings are looked at for a sign of life.
const lately = 4

// signs gathers what tells that a member is still there: meetings, homework,
// messages in the group's channel.
func (k *kring) signs(ctx context.Context, group string) ([]silence.Person, error) {
	circle, err := k.groups.Circle(ctx, group)
	if err != nil {
		return nil, err
	}
	past, err := k.groups.Past(ctx, group)
	if err != nil {
		return nil, err
	}
	worked, err := k.homework.LastWork(ctx, group)
	if err != nil {
		return nil, err
	}
	wrote, err := k.chat.LastWords(ctx, groups.Channel(group))
	if err != nil {
		return nil, err
	}
	var out []silence.Person
	at := map[string]int{}
	for _, m := range circle.Members(groups.Viewer{Role: groups.RoleFacilitator}) {
		person := circle.PersonOf(m.ID)
		at[m.ID] = len(out)
		out = append(out, silence.Person{ID: person, Sign: max(m.JoinedAt, worked[person], wrote[person])})
	}
	for _, m := range past[max(0, len(past)-lately):] {
		was, err := k.debrief.Attendance(ctx, m.ID, false)
		if err != nil {
			return nil, err
		}
		for _, p := range was {
			i, member := at[p.ID]
			switch {
			case !member:
			case p.How != debrief.Absent: // who cancelled gave a sign too
				out[i].Sign, out[i].Missed = max(out[i].Sign, m.StartAt), ""
			default:
				out[i].Missed = m.ID
			}
		}
	}
	return out, nil
}
