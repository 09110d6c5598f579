package measure

import (
	"slices"

	"kring/internal/fault"
)

// Rule is a fixed rule on one question (SAFE-4): who gives one of these
// answers sees the help lines at once, and a person is told. It is about that
// answer alone and never adds up to a risk.
type Rule struct {
	Item   int   `json:"item" bson:"item" doc:"From 1"`
	Values []int `json:"values" bson:"values" doc:"The answers that it is about, as they are given"`
	// Tell are the person ids of who is told; none is the facilitators of the group.
	Tell []string `json:"tell,omitempty" bson:"tell,omitempty" doc:"Person ids; none is the group's facilitators"`
}

// CheckRules says what is wrong with rules for this questionnaire.
func (d *Definition) CheckRules(rules []Rule) error {
	for i, r := range rules {
		bad := r.Item < 1 || r.Item > d.Items+d.Unscored || len(r.Values) == 0 || len(r.Tell) > 20
		for _, v := range r.Values {
			bad = bad || v < d.Min || v > d.Max
		}
		bad = bad || slices.ContainsFunc(rules[:i], func(o Rule) bool { return o.Item == r.Item })
		if bad {
			return fault.Bad("rules", "measure.rule", "%s: a rule on item %d with answers %v", d.ID, r.Item, r.Values)
		}
	}
	return nil
}

// Hit returns the rule that this answer to an item meets, or nil.
func Hit(rules []Rule, item, value int) *Rule {
	for i := range rules {
		if rules[i].Item == item && slices.Contains(rules[i].Values, value) {
			return &rules[i]
		}
	}
	return nil
}
