package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// blindKey is the data key below every blind index. It is not derived from
// the master key, so that an index outlives a rotation.
const blindKey Key = "system:blind"

// Blind makes an index value by which a sealed value can be found again: an
// HMAC-SHA256 in hex of the value without outer spaces and in lower case,
// under a key of the purpose's own. Equal values show as equal, so it is for
// e-mail addresses ("email") and link tokens ("token") only.
func (v *Vault) Blind(purpose, value string) string {
	h := hmac.New(sha256.New, Derive(v.blind, "blind "+purpose))
	h.Write([]byte(strings.ToLower(strings.TrimSpace(value))))
	return hex.EncodeToString(h.Sum(nil))
}

// Secret is a key of Kring's own for one purpose, the same for every process
// and over a rotation of the master key.
func (v *Vault) Secret(purpose string) []byte { return Derive(v.blind, "secret "+purpose) }
