package relay

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pion/stun/v4"
)

const (
	realm = "kring"
	// credentialLife is how long a credential may begin allocations. Those that
	// are there may be refreshed until the grant ends.
	credentialLife = time.Hour
	// nonceLife: an older one is answered with a new one (438).
	nonceLife = time.Hour

	// rate and burst bound one person's traffic, both ways together, in bytes:
	// 15 others' pictures and a shared screen stay under 20 Mbit/s.
	rate  = 20_000_000 / 8
	burst = rate
)

// Grant is one person's leave to use the relay in one meeting. Its name in
// credentials is a random word: user names cross the network in the clear, and
// must not tell who is in which meeting.
type Grant struct {
	server *Server
	word   string
	key    []byte
	held   int // allocations; server.mu

	mu   sync.Mutex
	left float64 // of the bucket, in bytes
	at   time.Time
}

// Grant makes a grant. The caller ends it.
func (s *Server) Grant() *Grant {
	g := &Grant{server: s, word: rand.Text(), key: make([]byte, 32), left: burst, at: time.Now()}
	_, _ = rand.Read(g.key) // never fails (crypto/rand)
	s.mu.Lock()
	s.grants[g.word] = g
	s.mu.Unlock()
	return g
}

// Credential makes a user name and password. The name is "expiry:word", expiry
// in Unix seconds.
func (g *Grant) Credential() (user, password string, expires time.Time) {
	expires = time.Now().Add(credentialLife).Truncate(time.Second)
	user = strconv.FormatInt(expires.Unix(), 10) + ":" + g.word
	return user, g.password(user), expires
}

func (g *Grant) password(user string) string {
	return base64.RawURLEncoding.EncodeToString(sum(g.key, []byte(user)))
}

// End makes all credentials of the grant worthless and drops what they hold.
func (g *Grant) End() {
	s := g.server
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.grants, g.word)
	for _, a := range s.allocations {
		if a.grant != g {
			continue
		}
		s.dropLocked(a)
		if c, ok := a.client.Via.(io.Closer); ok {
			_ = c.Close() // there is nobody to tell
		}
	}
}

// take takes n bytes from the bucket, if they are there.
func (g *Grant) take(n int, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if passed := now.Sub(g.at).Seconds(); passed > 0 {
		g.left, g.at = min(burst, g.left+passed*rate), now
	}
	if g.left < float64(n) {
		return false
	}
	g.left -= float64(n)
	return true
}

// authenticate finds who a request is from (RFC 8489 section 9.2.4): what followed
// its signature was dropped as it was read. If that is nobody the answer tells
// the caller how to do it, and nothing is kept.
func (s *Server) authenticate(r *request) (answer, bool) {
	if !r.m.Contains(stun.AttrMessageIntegrity) {
		return s.challenge(stun.CodeUnauthorized), false
	}
	var user stun.Username
	var nonce stun.Nonce
	if user.GetFrom(r.m) != nil || nonce.GetFrom(r.m) != nil || !r.m.Contains(stun.AttrRealm) {
		return answer{code: stun.CodeBadRequest}, false
	}
	if !s.isNonce(nonce, r.now) {
		return s.challenge(stun.CodeStaleNonce), false
	}
	expiry, word, _ := strings.Cut(user.String(), ":")
	s.mu.RLock()
	g := s.grants[word]
	s.mu.RUnlock()
	if g == nil {
		return s.challenge(stun.CodeUnauthorized), false
	}
	key := stun.NewLongTermIntegrity(user.String(), realm, g.password(user.String()))
	if key.Check(r.m) != nil {
		return s.challenge(stun.CodeUnauthorized), false
	}
	seconds, _ := strconv.ParseInt(expiry, 10, 64) // ours: the password is right
	if r.m.Type.Method == stun.MethodAllocate && r.now.Unix() > seconds {
		return s.challenge(stun.CodeUnauthorized), false
	}
	r.grant, r.key = g, key
	return answer{}, true
}

// challenge asks for credentials. It is hardly longer than a request, so that
// a forged address gains nothing.
func (s *Server) challenge(code stun.ErrorCode) answer {
	return answer{code: code, with: []stun.Setter{stun.NewRealm(realm), stun.NewNonce(s.nonce(time.Now()))}}
}

// nonce is a time and its seal: nothing is kept for it.
func (s *Server) nonce(now time.Time) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(now.Unix()))
	return base64.RawURLEncoding.EncodeToString(append(b, sum(s.nonceKey, b)[:8]...))
}

func (s *Server) isNonce(nonce stun.Nonce, now time.Time) bool {
	b, err := base64.RawURLEncoding.DecodeString(nonce.String())
	if err != nil || len(b) != 12 || !hmac.Equal(b[4:], sum(s.nonceKey, b[:4])[:8]) {
		return false
	}
	return now.Sub(time.Unix(int64(binary.BigEndian.Uint32(b)), 0)) < nonceLife
}

func sum(key, b []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(b)
	return h.Sum(nil)
}
