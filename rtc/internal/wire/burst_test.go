package wire

import (
	"bytes"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/srtp/v3"
)

// recorder is a path that remembers the runs it got.
type recorder struct {
	runs   [][]byte
	sizes  []int
	refuse bool
}

func (r *recorder) Send(run []byte, size int, _ netip.AddrPort) bool {
	r.runs, r.sizes = append(r.runs, bytes.Clone(run)), append(r.sizes, size)
	return !r.refuse
}

// sealed makes a conn that can send to a recorder, and the context that opens
// what it sends.
func sealed(t testing.TB) (*Conn, *recorder, *srtp.Context) {
	t.Helper()
	key, salt := make([]byte, 16), make([]byte, 12)
	out, err1 := srtp.CreateContext(key, salt, srtp.ProtectionProfileAeadAes128Gcm)
	in, err2 := srtp.CreateContext(key, salt, srtp.ProtectionProfileAeadAes128Gcm)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	r := &recorder{}
	c := &Conn{out: out}
	c.selected.Store(&route{path: path{via: r}})
	c.keyed.Store(true)
	return c, r, in
}

// TestBurstRuns: what is written at once has equal sizes, only the last may be
// shorter, and nothing is lost, changed or reordered.
func TestBurstRuns(t *testing.T) {
	for _, c := range []struct {
		name    string
		sizes   []int // payloads
		pads    []int
		wantRun []int // packets in each run
	}{
		{"one", []int{100}, nil, []int{1}},
		{"equal", []int{1000, 1000, 1000}, nil, []int{3}},
		{"last shorter", []int{1000, 1000, 30}, nil, []int{3}},
		{"after a shorter one", []int{1000, 30, 1000}, nil, []int{2, 1}},
		{"growing", []int{10, 20, 30}, nil, []int{1, 1, 1}},
		{"padded", []int{999, 1000, 998, 500}, []int{1, 0, 2, 0}, []int{4}},
		{"more than a write takes", repeat(1200, 60), nil, []int{52, 8}},
		{"more segments than the kernel takes", repeat(20, 130), nil, []int{64, 64, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, rec, in := sealed(t)
			var b Burst
			if !b.To(conn) {
				t.Fatal("cannot be sent to")
			}
			for i, n := range c.sizes {
				p := Packet{SSRC: 7, PT: 96, Seq: uint16(i), Timestamp: 9, Marker: i == len(c.sizes)-1, Payload: bytes.Repeat([]byte{byte(i)}, n)}
				if c.pads != nil {
					p.Pad = uint8(c.pads[i])
				}
				b.Add(&p)
			}
			b.Flush()
			b.Flush() // nothing more
			if len(rec.runs) != len(c.wantRun) {
				t.Fatalf("%d runs; want %v", len(rec.runs), c.wantRun)
			}
			seq := 0
			for i, run := range rec.runs {
				packets := 0
				for ; len(run) > 0; packets++ {
					n := min(rec.sizes[i], len(run))
					open(t, in, run[:n], seq, c.sizes[seq])
					run = run[n:]
					seq++
				}
				if packets != c.wantRun[i] {
					t.Errorf("run %d has %d packets; want %d", i, packets, c.wantRun[i])
				}
			}
		})
	}
}

// TestRefusedRuns: an address that refuses runs gets single datagrams from then on.
func TestRefusedRuns(t *testing.T) {
	conn, rec, _ := sealed(t)
	rec.refuse = true
	var b Burst
	for frame := range 2 {
		b.To(conn)
		for i := range 3 {
			b.Add(&Packet{SSRC: 7, Seq: uint16(3*frame + i), Payload: make([]byte, 100)})
		}
		b.Flush()
	}
	if len(rec.runs) != 1+3 {
		t.Errorf("%d writes; want one run of three, then three single ones", len(rec.runs))
	}
}

func repeat(n, times int) []int {
	list := make([]int, times)
	for i := range list {
		list[i] = n
	}
	return list
}

func open(t *testing.T, in *srtp.Context, b []byte, seq, size int) {
	t.Helper()
	plain, err := in.DecryptRTP(nil, b, nil)
	if err != nil {
		t.Fatalf("packet %d: %v", seq, err)
	}
	var p rtp.Packet
	if err := p.Unmarshal(plain); err != nil {
		t.Fatal(err)
	}
	if int(p.SequenceNumber) != seq || p.SSRC != 7 || p.PayloadType != 96 || p.Timestamp != 9 ||
		!bytes.Equal(p.Payload, bytes.Repeat([]byte{byte(seq)}, size)) {
		t.Errorf("packet %d came as %v", seq, p.Header)
	}
}

func TestPacketHeader(t *testing.T) {
	p := Packet{SSRC: 1, Timestamp: 2, Seq: 3, PT: 96, Marker: true, TWCCID: 5, TWCC: 0xabcd, Prefix: []byte{9, 8}, Payload: []byte{7}}
	var got rtp.Packet
	if err := got.Unmarshal(p.append(nil)); err != nil {
		t.Fatal(err)
	}
	if got.SSRC != 1 || got.Timestamp != 2 || got.SequenceNumber != 3 || got.PayloadType != 96 || !got.Marker ||
		!bytes.Equal(got.GetExtension(5), []byte{0xab, 0xcd}) || !bytes.Equal(got.Payload, []byte{9, 8, 7}) {
		t.Errorf("%+v", got)
	}
}

// TestRunsArriveAsDatagrams: with and without the kernel's help the other side
// gets the same.
func TestRunsArriveAsDatagrams(t *testing.T) {
	for _, single := range []bool{false, true} {
		p, err := Listen(Config{Listen: "127.0.0.1", Single: single})
		if err != nil {
			t.Fatal(err)
		}
		to, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
		if err != nil {
			t.Fatal(err)
		}
		run := bytes.Repeat([]byte("0123456789"), 250)
		if !p.sockets[0].Send(run, 1000, to.LocalAddr().(*net.UDPAddr).AddrPort()) {
			t.Errorf("single %v: the loopback refuses runs", single)
		}
		b := make([]byte, 4000)
		for _, want := range []int{1000, 1000, 500} {
			_ = to.SetReadDeadline(time.Now().Add(5 * time.Second))
			if n, err := to.Read(b); n != want || err != nil {
				t.Errorf("single %v: %d bytes, %v; want %d", single, n, err, want)
			}
		}
		_ = to.Close()
		_ = p.Close()
	}
}
