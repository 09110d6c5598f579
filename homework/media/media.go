// Package media holds the pictures, films and sounds that come with Kring's
// own programmes. All are of our own making; make.sh makes the film and the
// sound again.
package media

import (
	"bytes"
	"embed"
	"io"
	"path"
)

//go:embed files
var files embed.FS

// types are the content types by the end of the name.
var types = map[string]string{
	".svg": "image/svg+xml", ".webp": "image/webp", ".png": "image/png", ".jpg": "image/jpeg",
	".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4",
}

// File is one of them.
type File struct {
	Type    string // content type
	content []byte
}

// Find returns the file with that name, nil when there is none.
func Find(name string) *File {
	content, err := files.ReadFile(path.Join("files", path.Base(name)))
	if err != nil {
		return nil
	}
	return &File{Type: types[path.Ext(name)], content: content}
}

// Size is its length in bytes.
func (f *File) Size() int64 { return int64(len(f.content)) }

// Read returns n bytes from at on; both lie within the file.
func (f *File) Read(at, n int64) (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(f.content[at : at+n])), nil
}
