package flow

import (
	"encoding/binary"
	"errors"

	"github.com/pion/rtcp"
)

// ReadRTCP parses a compound packet. A few bytes of transport-wide feedback may
// speak of 65,535 packets; more than a
// SentLog remembers is an error, like what is malformed.
func ReadRTCP(b []byte) ([]rtcp.Packet, error) {
	spoken := 0
	for rest := b; len(rest) >= 16; {
		size := 4 * (1 + int(binary.BigEndian.Uint16(rest[2:])))
		if rest[0]&0x1f == rtcp.FormatTCC && rest[1] == uint8(rtcp.TypeTransportSpecificFeedback) {
			spoken += int(binary.BigEndian.Uint16(rest[14:]))
		}
		rest = rest[min(size, len(rest)):]
	}
	if spoken > sentSize {
		return nil, errors.New("feedback on more packets than are remembered")
	}
	return rtcp.Unmarshal(b)
}
