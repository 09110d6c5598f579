package api

import (
	"net/http"
	"testing"
)

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		header string
		at, n  int64
		status int
	}{
		{"", 0, 1000, 200},
		{"bytes=0-", 0, 1000, 206},
		{"bytes=0-1", 0, 2, 206}, // how Safari asks first
		{"bytes=999-", 999, 1, 206},
		{"bytes=900-5000", 900, 100, 206},
		{"bytes=-10", 990, 10, 206},
		{"bytes=-5000", 0, 1000, 206},
		{"bytes=1000-", 0, 0, 416},
		{"bytes=-0", 0, 0, 416},
		{"bytes=5-4", 0, 1000, 200},
		{"bytes=0-1,5-6", 0, 1000, 200},
		{"bytes=a-b", 0, 1000, 200},
		{"bytes=99999999999999999999-", 0, 1000, 200},
		{"lines=0-1", 0, 1000, 200},
	} {
		if at, n, status := span(c.header, 1000); at != c.at || n != c.n || status != c.status {
			t.Errorf("%q: %d bytes at %d, %d; want %d at %d, %d", c.header, n, at, status, c.n, c.at, c.status)
		}
	}
}

func FuzzSpan(f *testing.F) {
	f.Add("bytes=0-1", int64(10))
	f.Add("bytes=-5", int64(1))
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 1 {
			return
		}
		at, n, status := span(header, size)
		if status != http.StatusRequestedRangeNotSatisfiable && (at < 0 || n < 1 || at+n > size) {
			t.Errorf("%q of %d bytes: %d at %d", header, size, n, at)
		}
	})
}
