package mix

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// OggPackets reads the packets of an Ogg file with one logical stream (RFC
// 3533), without its two header packets (RFC 7845 section 3).
func OggPackets(file []byte) (packets [][]byte, err error) {
	r := bytes.NewReader(file)
	var head [27]byte
	var packet []byte
	for {
		if _, err := io.ReadFull(r, head[:]); errors.Is(err, io.EOF) {
			return packets[min(2, len(packets)):], nil
		} else if err != nil {
			return nil, fmt.Errorf("ogg page: %w", err)
		}
		if !bytes.Equal(head[:4], []byte("OggS")) {
			return nil, errors.New("ogg page: it does not begin as one")
		}
		lacing := make([]byte, head[26])
		if _, err := io.ReadFull(r, lacing); err != nil {
			return nil, fmt.Errorf("ogg page: %w", err)
		}
		for _, n := range lacing {
			at := len(packet)
			packet = append(packet, make([]byte, n)...)
			if _, err := io.ReadFull(r, packet[at:]); err != nil {
				return nil, fmt.Errorf("ogg page: %w", err)
			}
			if n < 255 {
				packets, packet = append(packets, packet), nil
			}
		}
	}
}

// samples is how long an Opus packet lasts, at 48 kHz (RFC 6716 section 3.1).
func samples(packet []byte) int64 {
	if len(packet) == 0 {
		return 0
	}
	toc := packet[0]
	var one int64
	switch config := toc >> 3; {
	case config < 12:
		one = []int64{480, 960, 1920, 2880}[config&3]
	case config < 16:
		one = []int64{480, 960}[config&1]
	default:
		one = []int64{120, 240, 480, 960}[config&3]
	}
	switch toc & 3 {
	case 0:
		return one
	case 3:
		if len(packet) < 2 {
			return 0
		}
		return one * int64(packet[1]&0x3f)
	}
	return 2 * one
}
