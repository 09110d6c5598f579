// Package fault holds the only kinds of error that cross a package border.
//
// A kind says what the caller can do about it; the code names the message of
// the user's language file; the text is for developers and never holds
// personal data. Everything that is not a fault is a defect or an outage and
// becomes "internal error" at the edge.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what the caller can do about the error.
type Kind int

const (
	// Internal is the kind of every error that is not a fault.
	Internal Kind = iota
	// Invalid: the request itself is wrong; change it.
	Invalid
	// Forbidden: sign in, or ask somebody else. It never says what exists.
	Forbidden
	// NotFound: it is not there, or it is not for you: nobody can tell which.
	NotFound
	// Conflict: somebody was first; read again and repeat.
	Conflict
	// TooMany: wait and repeat.
	TooMany
)

// Error is one fault. Code is a short dotted word ("alias.taken"), Text a
// sentence for developers, Field the offending input where there is one.
type Error struct {
	Kind  Kind
	Code  string
	Text  string
	Field string
}

func (e *Error) Error() string { return e.Code + ": " + e.Text }

// New makes a fault of a kind.
func New(k Kind, code, format string, args ...any) *Error {
	return &Error{Kind: k, Code: code, Text: fmt.Sprintf(format, args...)}
}

// Bad is an Invalid fault about one input field.
func Bad(field, code, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Code: code, Text: fmt.Sprintf(format, args...), Field: field}
}

// Gone is the one NotFound that refused and missing things share.
func Gone() *Error { return New(NotFound, "not-found", "no such thing for you") }

// Of returns the fault in err's chain, or nil.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// Is reports whether err is a fault of kind k.
func Is(err error, k Kind) bool {
	e := Of(err)
	return e != nil && e.Kind == k
}
