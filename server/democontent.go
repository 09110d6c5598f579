package main

import (
	"context"
	"fmt"

	"kring/groups"
	"kring/groups/consent"
	"kring/groups/enrol"
	"kring/groups/organisation"
	"kring/homework"
	"kring/homework/programme"
	"kring/internal/access"
	"kring/internal/store"
	"kring/server/account"
)

// demoOrganisationTexts are a town and its wijkteam; nobody real.
func demoOrganisationTexts() (town, team *organisation.Organisation) {
	help := []organisation.HelpLine{
		{Name: "Direct gevaar", Phone: "112", Text: "Politie, ambulance of brandweer", Primary: true},
		{Name: "Denkt u aan zelfmoord?", Phone: "0800-0113", Text: "Gratis, dag en nacht. Of bel 113", Primary: true},
		{Name: "Liever chatten?", URL: "https://www.113.nl", Text: "De chat van 113 is dag en nacht open"},
		{Name: "Veilig Thuis", Phone: "0800-2000", Text: "Bij geweld thuis, of als u zich zorgen maakt over iemand"},
		{Name: "Uw huisarts", Text: "Overdag uw eigen huisarts, 's avonds en in het weekend de huisartsenpost"},
	}
	contact := organisation.Contact{Email: "wijkteam@demo.example", Phone: "088 000 00 00", Address: "Marktplein 1, Voorbeeldstad", Hours: "Maandag tot en met vrijdag, 9.00 tot 17.00 uur"}
	complaint := organisation.Complaint{Text: "Bent u niet tevreden? Bel of mail ons. Wij reageren binnen zes weken.", URL: "https://demo.example/klacht", DeadlineDays: 42}
	town = &organisation.Organisation{Meta: store.Meta{ID: demoTown}, Kind: "gemeente", Name: "Gemeente Voorbeeldstad", Contact: contact, Complaint: complaint, HelpLines: help}
	team = &organisation.Organisation{Meta: store.Meta{ID: demoTeam}, Kind: "wijkteam", Name: "Wijkteam Centrum", ParentID: demoTown, Contact: contact, Complaint: complaint, HelpLines: help}
	return town, team
}

// demoMembers lets the participants in through a group link, as anybody comes in.
func (k *kring) demoMembers(ctx context.Context, d *demo) error {
	var link enrol.NewInvitation
	for _, p := range demoPeople {
		if p.role != "participant" {
			continue
		}
		id, err := k.accounts.Create(ctx, account.NewPerson{Email: demoAddress(p.alias), Verified: true})
		if err != nil {
			return err
		}
		d.ids[p.alias] = id
		if f, err := k.groups.Facts(ctx, id, access.Place{Kind: access.Group, ID: d.groupID}); err != nil || f.Membership != access.None {
			if err != nil {
				return err
			}
			continue // was let in by an earlier start; who left since stays out
		}
		if link.Token == "" {
			if link, err = k.enrol.InviteByLink(ctx, d.groupID); err != nil {
				return err
			}
		}
		if _, err := k.enrol.Accept(ctx, link.Token, k.acceptance(p.alias, id)); err != nil {
			return fmt.Errorf("%s joins: %w", p.alias, err)
		}
	}
	if link.ID == "" {
		return nil
	}
	return k.enrol.Revoke(ctx, link.ID)
}

// acceptance agrees to what is required and wants reminders.
func (k *kring) acceptance(alias, person string) enrol.Acceptance {
	in := enrol.Acceptance{Alias: alias, PersonID: person, AgeOK: true, Lang: "nl"}
	for _, t := range k.groups.Consents.Texts("nl") {
		a := consent.Answer{Kind: t.Kind, Version: t.Version, Given: true}
		switch {
		case t.Required:
			in.Agreed = append(in.Agreed, a)
		case t.Kind == consent.Reminders:
			in.Consents = append(in.Consents, a)
		}
	}
	return in
}

// demoTalk is some chat; a client id per message makes it repeatable.
func (k *kring) demoTalk(ctx context.Context, d *demo) error {
	for i, m := range []struct{ alias, text string }{
		{"Marieke", "Welkom allemaal in onze groep. Hier kun je elkaar steunen tussen de bijeenkomsten door. Joris en ik lezen mee op werkdagen."},
		{"Anna", "Fijn dat dit er is. Ik vond de eerste keer best spannend."},
		{"Daan", "Ik ook! Maar het viel me mee. Goed om te merken dat ik niet de enige ben."},
		{"Esra", "Herkenbaar. Die oefening met ademhalen helpt mij ’s avonds echt."},
		{"Bram", "Bij mij lukt dat nog niet zo. Mijn hoofd gaat gewoon door."},
		{"Carla", "Bij mij duurde het ook even, Bram. Ik doe het nu elke dag twee minuten, na het tandenpoetsen."},
		{"Joris", "Mooie tip, Carla. Bram, zullen we het de volgende keer samen doen?"},
		{"Bram", "Graag. Tot de volgende keer."},
	} {
		if _, err := k.chat.Say(ctx, groups.Channel(d.groupID), d.ids[m.alias], fmt.Sprintf("demo-%d", i), m.text); err != nil {
			return err
		}
	}
	return nil
}

// demoWork is some homework: Anna has feedback, Bram waits for it, Carla is busy.
func (k *kring) demoWork(ctx context.Context, d *demo) error {
	first, err := k.homework.Items(ctx, d.groupID, d.ids["Anna"], "nl")
	if err != nil || len(first) == 0 || first[0].Status != "new" {
		return err // an earlier start did it
	}
	id := first[0].ID
	for _, w := range []struct {
		alias string
		sent  bool
		vs    programme.Values
	}{
		{"Anna", true, programme.Values{
			"gevoel": {Choice: "heel"}, "hoop": {Text: "Dat ik ’s avonds weer gewoon een boek kan lezen, zonder dat mijn werk door mijn hoofd gaat."},
			"weten": {Text: "Ik vind praten in een groep moeilijk. Geef me even tijd."},
		}},
		{"Bram", true, programme.Values{"gevoel": {Choice: "beetje"}, "hoop": {Text: "Beter slapen. En niet meer zo kort af zijn tegen de kinderen."}}},
		{"Carla", false, programme.Values{"gevoel": {Choice: "zin"}, "hoop": {Text: "Dat ik vaker nee durf te zeggen"}}},
	} {
		v, err := k.homework.Save(ctx, homework.Work{AssignmentID: id, PersonID: d.ids[w.alias], Values: w.vs, Place: "hoop"})
		if err == nil && w.sent {
			_, err = k.homework.HandIn(ctx, id, d.ids[w.alias], v.Rev)
		}
		if err != nil {
			return fmt.Errorf("work of %s: %w", w.alias, err)
		}
	}
	return k.demoFeedback(ctx, d)
}

func (k *kring) demoFeedback(ctx context.Context, d *demo) error {
	queue, err := k.homework.Queue(ctx, []string{d.groupID}, "nl")
	if err != nil {
		return err
	}
	for _, q := range queue {
		if q.PersonID != d.ids["Anna"] {
			continue
		}
		r, err := k.homework.Review(ctx, q.AnswerID, "nl")
		if err != nil {
			return err
		}
		_, err = k.homework.GiveFeedback(ctx, homework.Remark{
			AnswerID: q.AnswerID, Step: "weten", By: d.ids["Marieke"], Rev: r.Rev,
			Text: "Dank je dat je dit schrijft, Anna. Je krijgt alle tijd. Je mag altijd ‘ik geef door’ zeggen, ook zonder reden.",
		}, "nl")
		return err
	}
	return nil
}
