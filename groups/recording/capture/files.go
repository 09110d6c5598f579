package capture

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// File is the capture of one part of a recording; To is 0 for the last one.
type File struct {
	Path     string
	Part     int
	From, To time.Duration
}

// Name is the path of a part's file in its recording's folder: it says where
// the part begins, and so where the one before it ends.
func Name(dir string, part int, from time.Duration) string {
	return filepath.Join(dir, fmt.Sprintf("%05d-%d", part, from.Milliseconds()))
}

// Files lists the captures in a folder in order; there are none without it.
func Files(dir string) (out []File, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*-*"))
	if err != nil {
		return nil, fmt.Errorf("capture: %w", err)
	}
	slices.Sort(names)
	for _, name := range names {
		f := File{Path: name}
		var ms int64
		if _, err := fmt.Sscanf(filepath.Base(name), "%d-%d", &f.Part, &ms); err != nil {
			continue
		}
		f.From = time.Duration(ms) * time.Millisecond
		if n := len(out); n > 0 {
			out[n-1].To = f.From
		}
		out = append(out, f)
	}
	return out, nil
}

// Find is the capture of one part.
func Find(dir string, part int) (File, error) {
	all, err := Files(dir)
	if err != nil {
		return File{}, err
	}
	i := slices.IndexFunc(all, func(f File) bool { return f.Part == part })
	if i < 0 {
		return File{}, fmt.Errorf("capture: no file of part %d: %w", part, os.ErrNotExist)
	}
	return all[i], nil
}
