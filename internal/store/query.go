package store

import (
	"fmt"
	"regexp"
	"slices"
)

// names are plain, so that no engine has to quote, escape or interpret them.
var names = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,59}$`)

// Check reports what is wrong with a Spec; engines call it in Ensure.
func (s Spec) Check() error {
	if !names.MatchString(s.Name) {
		return fmt.Errorf("store: collection name %q", s.Name)
	}
	for _, ix := range s.Indexes {
		if err := s.checkIndex(ix); err != nil {
			return fmt.Errorf("store: collection %s, index %v: %w", s.Name, ix.Fields, err)
		}
	}
	return nil
}

func (s Spec) checkIndex(ix Index) error {
	if len(ix.Fields) == 0 {
		return fmt.Errorf("no fields")
	}
	for i, f := range ix.Fields {
		kind := s.Kinds[f]
		switch {
		case !names.MatchString(f), slices.Contains(ix.Fields[:i], f):
			return fmt.Errorf("field name %q", f)
		case kind == 0:
			return fmt.Errorf("field %s has no kind: ensure it through store.Open or store.Typed", f)
		case kind.List() && (len(ix.Fields) > 1 || ix.Unique):
			return fmt.Errorf("list %s must be alone in an index that is not unique", f)
		case kind == Bool && ix.Unique:
			return fmt.Errorf("a bool (%s) cannot be unique", f)
		}
	}
	return nil
}

// List reports whether the field holds many values.
func (k Kind) List() bool { return k == StringList || k == IntList }

// Covers says whether some index serves q; otherwise its error is ErrQuery
// with the reason. An index serves q when the Eq fields are its first fields,
// in any order, and at most one more field, its next, is used by Lt, Gt and
// OrderBy. The id may be used anywhere.
func (s Spec) Covers(q Query) error {
	if q.Limit < 1 || q.Limit > 1000 {
		return fmt.Errorf("%w: %s: limit %d", ErrQuery, s.Name, q.Limit)
	}
	equal, next := map[string]bool{}, map[string]bool{}
	for _, c := range q.Where {
		if err := s.checkCond(c); err != nil {
			return err
		}
		if c.Field != "id" && c.Op == Eq {
			equal[c.Field] = true
		}
	}
	for _, f := range q.ordered() {
		if f != "" && f != "id" && !equal[f] {
			next[f] = true
		}
	}
	if s.Kinds[q.OrderBy].List() {
		return fmt.Errorf("%w: %s: order by list %s", ErrQuery, s.Name, q.OrderBy)
	}
	if len(equal)+len(next) == 0 || slices.ContainsFunc(s.Indexes, func(ix Index) bool { return ix.serves(equal, next) }) {
		return nil
	}
	return fmt.Errorf("%w: %s: no index begins with %v then %v", ErrQuery, s.Name, keys(equal), keys(next))
}

// ordered lists the fields that q needs in order.
func (q Query) ordered() []string {
	fs := []string{q.OrderBy}
	for _, c := range q.Where {
		if c.Op != Eq {
			fs = append(fs, c.Field)
		}
	}
	return fs
}

func (ix Index) serves(equal, next map[string]bool) bool {
	n := len(equal)
	if len(next) > 1 || n+len(next) > len(ix.Fields) {
		return false
	}
	for _, f := range ix.Fields[:n] {
		if !equal[f] {
			return false
		}
	}
	return len(next) == 0 || next[ix.Fields[n]]
}

func (s Spec) checkCond(c Cond) error {
	kind := s.Kinds[c.Field]
	if c.Field == "id" {
		kind = String
	}
	fits := false
	switch c.Value.(type) {
	case string:
		fits = kind == String || kind == StringList
	case int, int64:
		fits = kind == Int || kind == IntList
	case bool:
		fits = kind == Bool
	}
	if !fits {
		return fmt.Errorf("%w: %s: a %T for field %q", ErrQuery, s.Name, c.Value, c.Field)
	}
	if c.Op < Eq || c.Op > Gt || kind.List() && c.Op != Eq {
		return fmt.Errorf("%w: %s: comparison %d on field %q", ErrQuery, s.Name, c.Op, c.Field)
	}
	return nil
}

func keys(m map[string]bool) []string {
	var ks []string
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}
