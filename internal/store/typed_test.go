package store

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

type whole struct {
	Meta   `bson:",inline"`
	shared `bson:",inline"`
	Name   string           `bson:"name,omitempty" json:"name,omitempty"`
	Count  *int32           `bson:"count" json:"count"`
	Tags   []string         `bson:"tags" json:"tags"`
	Tree   []*branch        `bson:"tree" json:"tree"`
	Free   map[string]int64 `bson:"free" json:"free"`
	Off    chan int         `bson:"-" json:"-"`
	cache  any
}

type shared struct {
	Open bool `bson:"open" json:"open"`
}

type branch struct {
	Up *branch `bson:"up" json:"up"`
}

func TestTyped(t *testing.T) {
	s, err := Typed[whole](Spec{Name: "wholes", Indexes: []Index{{Fields: []string{"name", "count"}, Unique: true}, {Fields: []string{"open"}}, {Fields: []string{"tags"}}}})
	want := map[string]Kind{"name": String, "count": Int, "open": Bool, "tags": StringList}
	if err != nil || s.Schema != 1 || !reflect.DeepEqual(s.Kinds, want) {
		t.Errorf("%+v, %v", s, err)
	}
	_ = whole{}.cache
}

type (
	unlike struct {
		Meta `bson:",inline"`
		A    string `bson:"a" json:"b"`
	}
	untagged struct {
		Meta `bson:",inline"`
		A    string
	}
	omits struct {
		Meta `bson:",inline"`
		A    string `bson:"a,omitempty" json:"a"`
	}
	quotes struct {
		Meta `bson:",inline"`
		A    int `bson:"a" json:"a,string"`
	}
	halfKept struct {
		Meta `bson:",inline"`
		A    int `bson:"-" json:"a"`
	}
	named struct {
		Meta `bson:",inline" json:"meta"`
	}
	outlined struct{ Meta }
	late     struct {
		A    string `bson:"a" json:"a"`
		Meta `bson:",inline"`
	}
	timed struct {
		Meta `bson:",inline"`
		A    time.Time `bson:"a" json:"a"`
	}
	anything struct {
		Meta `bson:",inline"`
		A    any `bson:"a" json:"a"`
	}
	deep struct {
		Meta `bson:",inline"`
		A    map[string][]anything `bson:"a" json:"a"`
	}
	unsigned struct {
		Meta `bson:",inline"`
		A    uint64 `bson:"a" json:"a"`
	}
	intKeys struct {
		Meta `bson:",inline"`
		A    map[int]string `bson:"a" json:"a"`
	}
	inlineMap struct {
		Meta `bson:",inline"`
		A    map[string]string `bson:",inline"`
	}
)

func TestTypedRefuses(t *testing.T) {
	check := func(err error, reason string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%v, want %q", err, reason)
		}
	}
	check(typed[unlike](), "field A: tags")
	check(typed[untagged](), "field A: tags")
	check(typed[omits](), "omitempty")
	check(typed[quotes](), "option string")
	check(typed[halfKept](), "field A: tags")
	check(typed[named](), "no name")
	check(typed[outlined](), "inline")
	check(typed[late](), "first field")
	check(typed[timed](), "marshals itself")
	check(typed[anything](), "not stored alike")
	check(typed[deep](), "field A: field A: interface")
	check(typed[unsigned](), "not stored alike")
	check(typed[intKeys](), "keys must be strings")
	check(typed[inlineMap](), "inline")
}

func typed[T any, P interface {
	*T
	Doc
}]() error {
	_, err := Typed[T, P](Spec{Name: "x"})
	return err
}
