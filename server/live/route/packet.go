package route

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

// A packet begins with what it is. All but beats go on with the id of the link,
// and all of a link that is open with their number and what is sealed.
const (
	opens byte = 'o' // address of the sender, and the person, sealed; answered by a salt, sealed
	data  byte = 'd' // a frame
	took  byte = 't' // half a window was taken
	ends  byte = 'e' // the close code
	beats byte = 'b' // address of the sender: it is there
)

const (
	addressSize = 16
	saltSize    = 16
	headSize    = 1 + len(linkID{})
	numberSize  = 8
)

var errPacket = errors.New("route: not a packet of this link")

type linkID [16]byte

func newID() (id linkID) {
	_, _ = rand.Read(id[:]) // never fails
	return id
}

// address is a node's name as a word of a subject.
func address(node string) string {
	sum := sha256.Sum256([]byte(node))
	return hex.EncodeToString(sum[:addressSize/2])
}

func subject(address string) string { return "node." + address }

// keys seal one direction of a link; each packet has the next number.
type keys struct {
	aead  cipher.AEAD
	count uint64
}

// newKeys are the keys from one node to another. The salt is the accepting
// node's: what was said on an earlier link opens nothing on this one.
func (r *Routes) newKeys(id linkID, salt []byte, from, to string) (keys, error) {
	raw, err := hkdf.Key(sha256.New, r.Key, append(id[:], salt...), from+">"+to, 32)
	if err != nil {
		return keys{}, err
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return keys{}, err
	}
	aead, err := cipher.NewGCM(block)
	return keys{aead: aead}, err
}

func nonce(number uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 4, 12), number) }

// packet seals content with the next number.
func (k *keys) packet(what byte, id linkID, content []byte) []byte {
	p := make([]byte, 0, headSize+numberSize+len(content)+k.aead.Overhead())
	p = append(append(p, what), id[:]...)
	p = binary.BigEndian.AppendUint64(p, k.count)
	p = k.aead.Seal(p, nonce(k.count), content, []byte{what})
	k.count++
	return p
}

// open returns what packet holds, and its number.
func (k *keys) open(what byte, id linkID, p []byte) (content []byte, number uint64, err error) {
	if len(p) < headSize+numberSize || p[0] != what || linkID(p[1:headSize]) != id {
		return nil, 0, errPacket
	}
	number = binary.BigEndian.Uint64(p[headSize:])
	content, err = k.aead.Open(nil, nonce(number), p[headSize+numberSize:], []byte{what})
	return content, number, err
}

// open makes the first packet of a link.
func (l *Link) open() ([]byte, error) {
	k, err := l.r.newKeys(l.id, nil, l.r.self, l.peer)
	if err != nil {
		return nil, err
	}
	p := append(append([]byte{opens}, l.id[:]...), l.r.self...)
	return k.aead.Seal(p, nonce(0), []byte(l.person), []byte{opens}), nil
}

// opened reads the answer to it.
func (l *Link) opened(answer []byte) error {
	k, err := l.r.newKeys(l.id, nil, l.peer, l.r.self)
	if err != nil {
		return err
	}
	salt, err := k.aead.Open(nil, nonce(0), answer, []byte{opens})
	if err != nil {
		return errPacket
	}
	return l.agree(salt)
}

// agree sets the keys of both directions.
func (l *Link) agree(salt []byte) (err error) {
	if l.out, err = l.r.newKeys(l.id, salt, l.r.self, l.peer); err != nil {
		return err
	}
	l.inn, err = l.r.newKeys(l.id, salt, l.peer, l.r.self)
	return err
}

// receive does what another node sent to this one.
func (r *Routes) receive(p []byte) (answer []byte) {
	switch {
	case len(p) == 1+addressSize && p[0] == beats:
		r.hasBeat(string(p[1:]))
	case len(p) < headSize:
	case p[0] == opens:
		return r.accept(linkID(p[1:headSize]), p[headSize:])
	default:
		if l := r.link(linkID(p[1:headSize])); l != nil {
			l.receive(p[0], p)
		}
	}
	return nil
}

// accept takes a link that another node opens.
func (r *Routes) accept(id linkID, p []byte) (answer []byte) {
	if len(p) < addressSize || r.link(id) != nil {
		return nil
	}
	from := string(p[:addressSize])
	in, err := r.newKeys(id, nil, from, r.self)
	if err != nil {
		return nil
	}
	person, err := in.aead.Open(nil, nonce(0), p[addressSize:], []byte{opens})
	if err != nil {
		return nil
	}
	l, salt := r.newLink(id, from, string(person)), make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	out, err := r.newKeys(id, nil, r.self, from)
	if err != nil || l.agree(salt) != nil || !r.add(l) {
		return nil
	}
	r.Accept(l)
	return out.aead.Seal(nil, nonce(0), salt, []byte{opens})
}
