// Package web carries the built browser client inside the binary.
package web

import (
	"embed"
	"io/fs"
)

// dist is what Vite built; go:embed needs a package variable. Before the first
// build it holds .gitkeep only.
//
//go:embed all:dist
var dist embed.FS

// Files returns the built client, index.html at its root.
func Files() (fs.FS, error) { return fs.Sub(dist, "dist") }
