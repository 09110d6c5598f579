package flow

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/pion/interceptor/pkg/twcc"
	"github.com/pion/rtcp"
)

// TestFeedbackFindsItsPackets: what a receiver reports is matched with what
// was sent, across the wrap of the numbers.
func TestFeedbackFindsItsPackets(t *testing.T) {
	l := SentLog{next: 65500}
	receiver := twcc.NewRecorder(1)
	for i := range 100 {
		sent := start.Add(time.Duration(i) * time.Millisecond)
		n := l.Number(1000+i, sent)
		if i%10 != 3 {
			receiver.Record(7, n, sent.Sub(start).Microseconds()+50_000)
		}
	}
	var acks []Ack
	lost := 0
	for _, f := range receiver.BuildFeedbackPacket() {
		b, err := f.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		list, err := rtcp.Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		var n int
		acks, n = l.Take(list[0].(*rtcp.TransportLayerCC), acks)
		lost += n
		if again, n := l.Take(list[0].(*rtcp.TransportLayerCC), nil); len(again)+n > 0 {
			t.Error("feedback that comes twice counts twice")
		}
	}
	if len(acks) != 90 || lost != 10 {
		t.Fatalf("%d came, %d lost; want 90 and 10", len(acks), lost)
	}
	for _, a := range acks[1:] {
		if d := a.arrived - a.sent - (acks[0].arrived - acks[0].sent); d < -500 || d > 500 {
			t.Errorf("the delay differs by %d µs from the first one", d)
		}
	}
}

func FuzzFeedback(f *testing.F) {
	l := SentLog{}
	receiver := twcc.NewRecorder(1)
	for i := range 50 {
		receiver.Record(7, l.Number(1000, start.Add(time.Duration(i)*time.Millisecond)), int64(i)*1500)
	}
	for _, p := range receiver.BuildFeedbackPacket() {
		b, err := p.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := ReadRTCP(b)
		if err != nil {
			return
		}
		var l SentLog
		for range 200 {
			l.Number(1000, start)
		}
		for _, p := range list {
			if cc, ok := p.(*rtcp.TransportLayerCC); ok {
				acks, lost := l.Take(cc, nil)
				if len(acks)+lost > 200 {
					t.Errorf("%d packets of 200", len(acks)+lost)
				}
				w := NewBandwidth()
				w.Heard(acks, lost, start)
			}
		}
	})
}

// TestFeedbackOnTooMuchIsNotRead: 36 bytes may speak of 65,535 packets.
func TestFeedbackOnTooMuchIsNotRead(t *testing.T) {
	message := func(count uint16) []byte {
		b := make([]byte, 36)
		b[0], b[1], b[3] = 0x8f, 205, 8
		binary.BigEndian.PutUint16(b[14:], count)
		for at, left := 20, int(count); left > 0 && at < len(b); at += 2 {
			n := min(left, 1<<13-1)
			binary.BigEndian.PutUint16(b[at:], uint16(n))
			left -= n
		}
		return b
	}
	var many []byte
	for range 40 {
		many = append(many, message(sentSize/20)...)
	}
	for name, b := range map[string][]byte{"one message": message(60_000), "many": many} {
		if _, err := ReadRTCP(b); err == nil {
			t.Errorf("%s: it is read", name)
		}
	}
	if list, err := ReadRTCP(message(1000)); err != nil || len(list) != 1 {
		t.Errorf("feedback on 1,000 packets: %d messages, %v", len(list), err)
	}
}
