package seal

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// LoadMaster reads the master key from a file (KRING_KEY_FILE): 32 random
// bytes as base64 or hex. It refuses a file that others than its owner and
// group can read, and one inside dataDir, where a backup of the data would
// take the key along. With demo the key may live in dataDir (an empty path
// means dataDir/demo.key) and is made when missing.
func LoadMaster(path, dataDir string, demo bool) ([]byte, error) {
	if path == "" && demo {
		path = filepath.Join(dataDir, "demo.key")
	}
	if path == "" {
		return nil, errors.New("master key: KRING_KEY_FILE is not set")
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && demo {
		return NewMaster(path)
	}
	if err != nil {
		return nil, fmt.Errorf("master key: %w", err)
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, fmt.Errorf("master key: everybody on this machine can use %s: chmod 600 it", path)
	}
	if !demo {
		if err := outside(path, dataDir); err != nil {
			return nil, fmt.Errorf("master key: %w", err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("master key: %w", err)
	}
	return parseMaster(path, strings.TrimSpace(string(text)))
}

// NewMaster makes a master key file, readable by its owner only. A file that
// exists is never overwritten.
func NewMaster(path string) ([]byte, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("new master key: %w", err)
	}
	key := fresh()
	_, err = fmt.Fprintln(f, base64.StdEncoding.EncodeToString(key))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("new master key: %w", err)
	}
	return key, nil
}

func parseMaster(path, text string) ([]byte, error) {
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if key, err := decode(text); err == nil && len(key) == KeySize {
			return key, nil
		}
	}
	return nil, fmt.Errorf("master key: %s must hold %d random bytes as base64 or hex", path, KeySize)
}

// outside fails when path, with links followed, is under dir.
func outside(path, dir string) error {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil // no data yet, so the key cannot be in it
	}
	p, err := resolve(path)
	if err != nil {
		return err
	}
	d, err := resolve(dir)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(d, p); err == nil && filepath.IsLocal(rel) {
		return fmt.Errorf("%s is inside the data directory %s, a backup would hold both lock and key: move it", path, dir)
	}
	return nil
}

func resolve(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}
