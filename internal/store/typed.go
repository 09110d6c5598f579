package store

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Typed returns s with Schema (1 when it was 0), Kinds and New filled in from
// the document type T. Its error says which field the engines would store
// differently: another name or omitempty in bson than in json, or a type whose
// JSON and BSON do not mean the same (interfaces, times, unsigned 64-bit,
// own marshallers). It also finds an index on a field that T does not have.
func Typed[T any, P interface {
	*T
	Doc
}](s Spec) (Spec, error) {
	if s.Schema == 0 {
		s.Schema = 1
	}
	t := reflect.TypeFor[T]()
	if t.Kind() != reflect.Struct || t.NumField() == 0 || t.Field(0).Type != reflect.TypeFor[Meta]() {
		return s, fmt.Errorf("%s: the first field must be store.Meta", t)
	}
	if err := checkStruct(t, map[reflect.Type]bool{}); err != nil {
		return s, fmt.Errorf("%s: %w", t, err)
	}
	s.New = func() Doc { return P(new(T)) }
	s.Kinds = map[string]Kind{}
	for _, f := range reflect.VisibleFields(t) {
		if name, _ := tag(f, "bson"); !f.Anonymous && f.IsExported() && s.indexes(name) {
			s.Kinds[name] = kindOf(f.Type)
		}
	}
	return s, s.Check()
}

// Of is Typed for a declaration beside the type, so that export and import know
// the documents of a collection that nobody opened. What is wrong with T is
// the error of Open.
func Of[T any, P interface {
	*T
	Doc
}](s Spec) Spec {
	s, _ = Typed[T, P](s)
	return s
}

func (s Spec) indexes(field string) bool {
	return slices.ContainsFunc(s.Indexes, func(ix Index) bool { return slices.Contains(ix.Fields, field) })
}

func kindOf(t reflect.Type) Kind {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t.Kind() == reflect.String:
		return String
	case isInt(t):
		return Int
	case t.Kind() == reflect.Bool:
		return Bool
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return StringList
	case t.Kind() == reflect.Slice && isInt(t.Elem()):
		return IntList
	}
	return 0
}

func isInt(t reflect.Type) bool { return t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64 }

// tag splits a struct tag into the name and its options.
func tag(f reflect.StructField, key string) (name string, options []string) {
	parts := strings.Split(f.Tag.Get(key), ",")
	return parts[0], parts[1:]
}

func checkStruct(t reflect.Type, seen map[reflect.Type]bool) error {
	if seen[t] || t == reflect.TypeFor[Meta]() {
		return nil
	}
	seen[t] = true
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() && !f.Anonymous {
			continue
		}
		stored, err := checkTags(f)
		if err == nil && stored {
			err = checkType(f.Type, seen)
		}
		if err != nil {
			return fmt.Errorf("field %s: %w", f.Name, err)
		}
	}
	return nil
}

// checkTags reports whether the field is stored at all.
func checkTags(f reflect.StructField) (stored bool, err error) {
	b, bopts := tag(f, "bson")
	j, jopts := tag(f, "json")
	inline := slices.Contains(bopts, "inline")
	switch {
	case b == "-" && j == "-":
		return false, nil
	case inline != f.Anonymous:
		return false, fmt.Errorf(`an embedded struct, and nothing else, has the tag bson:",inline"`)
	case inline && (b != "" || j != ""):
		return false, fmt.Errorf("an embedded struct has no name in its tags")
	case !inline && (b == "" || b != j || b == "-"):
		return false, fmt.Errorf("tags bson:%q and json:%q must hold the same name", b, j)
	case slices.Contains(bopts, "omitempty") != slices.Contains(jopts, "omitempty"):
		return false, fmt.Errorf("omitempty in both tags or in none")
	case slices.Contains(jopts, "string"):
		return false, fmt.Errorf("json option string changes the stored type")
	}
	return true, nil
}

func checkType(t reflect.Type, seen map[reflect.Type]bool) error {
	if p := reflect.PointerTo(t); p.Implements(reflect.TypeFor[json.Marshaler]()) || p.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return fmt.Errorf("%s marshals itself; store a plain value (a time as Unix milliseconds)", t)
	}
	switch t.Kind() {
	case reflect.Struct:
		return checkStruct(t, seen)
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return checkType(t.Elem(), seen)
	case reflect.Map:
		if t.Key().Kind() != reflect.String {
			return fmt.Errorf("%s: map keys must be strings", t)
		}
		return checkType(t.Elem(), seen)
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.Uint, reflect.Uint64, reflect.Uintptr, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		return fmt.Errorf("%s is not stored alike by all engines", t)
	}
	return nil
}
