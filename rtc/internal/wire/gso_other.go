//go:build !linux

package wire

import "net"

// segmentControl exists on Linux only; elsewhere every datagram is sent alone.
type segmentControl struct{}

func newSegmentControl() *segmentControl { return new(segmentControl) }
func (c *segmentControl) set(int) []byte { return nil }
func gsoWorks(*net.UDPConn) bool         { return false }
func noOffload(error) bool               { return true }
