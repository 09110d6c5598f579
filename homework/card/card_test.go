package card_test

import (
	"testing"

	"kring/homework/card"
	"kring/homework/programme"
)

// TestEveryCardIsWhole: nothing that a person chooses by is left out, in Dutch
// and in English, and evidence has a source.
func TestEveryCardIsWhole(t *testing.T) {
	all, err := card.Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range all {
		seen[c.Programme] = true
		for what, text := range map[string]programme.Text{
			"title": c.Title, "aim": c.Aim, "for": c.For, "not for": c.NotFor, "work": c.Work, "maker": c.Maker, "evidence": c.Evidence,
		} {
			if text["nl"] == "" || text["en"] == "" {
				t.Errorf("%s: %s is not there in both languages", c.Programme, what)
			}
		}
		if c.Topic == "" || c.Level == "" || len(c.Sources) == 0 {
			t.Errorf("%s: topic %q, level %q, %d sources", c.Programme, c.Topic, c.Level, len(c.Sources))
		}
	}
	for _, id := range []string{"omgaan-met-stress", "rouw-en-verder"} {
		if !seen[id] {
			t.Errorf("no card of %s", id)
		}
	}
}
