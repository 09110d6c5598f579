package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kring/internal/seal"
)

func write(t *testing.T, path, text string, mode os.FileMode) string {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o600))
	must(t, os.Chmod(path, mode))
	return path
}

func TestMasterKeyFileFormats(t *testing.T) {
	key := bytes.Repeat([]byte{0xfb}, 32) // uses + and / in base64
	for name, text := range map[string]string{
		"base64":          base64.StdEncoding.EncodeToString(key) + "\n",
		"base64, bare":    base64.RawStdEncoding.EncodeToString(key),
		"base64, for URL": base64.URLEncoding.EncodeToString(key),
		"hex":             hex.EncodeToString(key) + "\r\n",
	} {
		got, err := seal.LoadMaster(write(t, filepath.Join(t.TempDir(), "key"), text, 0o600), t.TempDir(), false)
		if err != nil || !bytes.Equal(got, key) {
			t.Errorf("%s: %x, %v", name, got, err)
		}
	}
}

func TestMasterKeyFileIsRefusedWithAReason(t *testing.T) {
	good := base64.StdEncoding.EncodeToString(master(1))
	data, away := t.TempDir(), t.TempDir()
	link := filepath.Join(away, "link")
	must(t, os.Symlink(write(t, filepath.Join(data, "key"), good, 0o600), link))
	for name, c := range map[string]struct{ path, reason string }{
		"no path":          {"", "KRING_KEY_FILE"},
		"no file":          {filepath.Join(away, "none"), "no such file"},
		"short":            {write(t, filepath.Join(away, "short"), "abc", 0o600), "32 random bytes"},
		"readable by all":  {write(t, filepath.Join(away, "open"), good, 0o604), "chmod"},
		"in the data":      {filepath.Join(data, "key"), "inside the data directory"},
		"linked to data":   {link, "inside the data directory"},
		"in data by a way": {data + "/../" + filepath.Base(data) + "/key", "inside the data directory"},
	} {
		_, err := seal.LoadMaster(c.path, data, false)
		if err == nil || !strings.Contains(err.Error(), c.reason) {
			t.Errorf("%s: got %v, want %q", name, err, c.reason)
		}
		if err != nil && strings.Contains(err.Error(), good) {
			t.Errorf("%s: the error holds the key", name)
		}
	}
}

func TestDemoMakesItsKeyOnceAndKeepsIt(t *testing.T) {
	data := t.TempDir()
	first, err := seal.LoadMaster("", data, true)
	must(t, err)
	again, err := seal.LoadMaster("", data, true)
	must(t, err)
	if !bytes.Equal(first, again) || len(first) != seal.KeySize {
		t.Errorf("%x then %x", first, again)
	}
	info, err := os.Stat(filepath.Join(data, "demo.key"))
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestNewMasterNeverOverwrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	key, err := seal.NewMaster(path)
	must(t, err)
	if _, err := seal.NewMaster(path); err == nil {
		t.Error("an existing key was overwritten")
	}
	if got, err := seal.LoadMaster(path, "", false); err != nil || !bytes.Equal(got, key) {
		t.Errorf("%x, %v", got, err)
	}
}
