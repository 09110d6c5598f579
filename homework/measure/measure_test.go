package measure_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"

	"kring/homework/measure"
	"kring/internal/fault"
)

// TestScores goes through the cases that the browser's scoring passes too.
func TestScores(t *testing.T) {
	raw, err := os.ReadFile("testdata/scores.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, ID, Error string
		Answers         measure.Answers
		Want            measure.Result
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, c := range cases {
		d, err := measure.Find(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		used[c.ID] = true
		got, err := d.Score(c.Answers)
		switch f := fault.Of(err); {
		case c.Error != "" && (f == nil || f.Code != c.Error):
			t.Errorf("%s: %v, want %s", c.Name, err, c.Error)
		case c.Error == "" && err != nil:
			t.Errorf("%s: %v", c.Name, err)
		case !reflect.DeepEqual(got, c.Want):
			t.Errorf("%s: got %s, want %s", c.Name, text(got), text(c.Want))
		}
	}
	for _, d := range measure.All() {
		if !used[d.ID] {
			t.Errorf("%s has no case", d.ID)
		}
	}
}

func text(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestDefinitionsHoldTogether(t *testing.T) {
	for _, d := range measure.All() {
		if d.Items < 1 || d.Max <= d.Min || d.Source == "" || d.Reversed > d.Items {
			t.Errorf("%s is not complete", d.ID)
		}
		for _, p := range d.Parts {
			for _, item := range p.Items {
				if item < 1 || item > d.Items {
					t.Errorf("%s: part %s names item %d", d.ID, p.Code, item)
				}
			}
		}
	}
	if _, err := measure.Find("phq-8"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown questionnaire: %v", err)
	}
}

func FuzzScore(f *testing.F) {
	f.Add("k10", []byte{1, 2, 3, 4, 5, 1, 2, 3, 4, 200}, true)
	f.Add("mhc-sf", []byte{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}, false)
	f.Fuzz(func(t *testing.T, id string, raw []byte, confirmed bool) {
		d, err := measure.Find(id)
		if err != nil {
			return
		}
		a := measure.Answers{Confirmed: confirmed}
		for i, b := range raw {
			if i < d.Reversed {
				a.Reversed = append(a.Reversed, i+1)
			}
			if v := float64(b); b == 200 {
				a.Values = append(a.Values, nil)
			} else {
				a.Values = append(a.Values, &v)
			}
		}
		r, err := d.Score(a)
		if err != nil || r.Score == nil {
			return
		}
		low, high := 0.0, float64(d.Items*d.Max*max(d.Factor, 1))
		if *r.Score < low || *r.Score > high {
			t.Errorf("%s: score %v out of %v..%v", id, *r.Score, low, high)
		}
	})
}
