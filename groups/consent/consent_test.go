package consent_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"kring/groups/consent"
	"kring/internal/fault"
	"kring/internal/store"
	"kring/internal/store/sqlitestore"
)

func open(t *testing.T) (*consent.Consents, store.DB) {
	t.Helper()
	db, err := sqlitestore.Open(t.Context(), filepath.Join(t.TempDir(), "kring.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	cs, err := consent.Open(t.Context(), db, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return cs, db
}

// Taking back and giving again adds answers; none is ever changed.
func TestAnswersAreOnlyAdded(t *testing.T) {
	cs, db := open(t)
	for _, given := range []bool{true, true, false, true, false} {
		if err := cs.Set(t.Context(), "p", "g", consent.Answer{Kind: consent.Research, Version: 1, Given: given}); err != nil {
			t.Fatal(err)
		}
		if now, err := cs.Given(t.Context(), "p", "g", consent.Research); err != nil || now != given {
			t.Errorf("given is %v, %v; want %v", now, err, given)
		}
	}
	all, err := store.Open[consent.Consent](t.Context(), db, consent.Spec())
	if err != nil {
		t.Fatal(err)
	}
	found, err := all.Find(t.Context(), store.Query{Where: []store.Cond{store.Is("personId", "p")}, OrderBy: "groupId", Limit: 100})
	if err != nil || len(found) != 4 { // the repeated yes says nothing new
		t.Errorf("%d answers, %v", len(found), err)
	}
	for _, c := range found {
		if c.Rev != 1 {
			t.Errorf("answer %d was changed", c.N)
		}
	}
}

func TestAgreementsCannotBeTakenBackNorGuessed(t *testing.T) {
	cs, _ := open(t)
	for _, a := range []consent.Answer{
		{Kind: consent.HouseRules, Version: 1}, {Kind: consent.GroupAgreement, Version: 1, Given: true},
		{Kind: consent.Research, Version: 2, Given: true}, {Kind: "unknown", Version: 1, Given: true}, {Kind: consent.Research},
	} {
		if err := cs.Set(t.Context(), "p", "g", a); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	views, err := cs.Of(t.Context(), "p", "g", "en")
	if err != nil || len(views) != 5 {
		t.Fatalf("%v, %v", views, err)
	}
	for _, v := range views {
		if v.Given || v.At != 0 || v.Title == "" || v.Body == "" {
			t.Errorf("never answered: %+v", v)
		}
	}
}

func TestAnswersAtOnceKeepTheirOrder(t *testing.T) {
	cs, _ := open(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if err := cs.Set(t.Context(), "p", fmt.Sprint("g", i%2), consent.Answer{Kind: consent.Reminders, Version: 1, Given: true}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestTextsInBothLanguages(t *testing.T) {
	cs, _ := open(t)
	nl, en := cs.Texts("nl"), cs.Texts("en")
	for i, want := range []string{consent.HouseRules, consent.GroupAgreement, consent.Reminders, consent.AftercareContact, consent.Research} {
		if nl[i].Kind != want || en[i].Kind != want || nl[i].Title == en[i].Title || nl[i].Required != (i < 2) {
			t.Errorf("text %d: %+v and %+v", i, nl[i], en[i])
		}
	}
}
