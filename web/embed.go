// Package web holds the built browser client, so that one binary is all there is.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Tokens is the base theme, on which an organisation's own stands.
//
//go:embed src/ui/css/tokens.css
var Tokens string

// Dist returns the files of the browser client; only .gitkeep before the first build.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	return sub
}
