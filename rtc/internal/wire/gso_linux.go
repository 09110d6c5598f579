package wire

import (
	"encoding/binary"
	"errors"
	"net"
	"unsafe"

	"golang.org/x/sys/unix"
)

// segmentControl is the control message that tells the kernel to cut one long
// write into datagrams (UDP_SEGMENT, Linux 4.18).
type segmentControl [24]byte

func newSegmentControl() *segmentControl {
	c := new(segmentControl)
	h := (*unix.Cmsghdr)(unsafe.Pointer(c))
	h.Level, h.Type = unix.IPPROTO_UDP, unix.UDP_SEGMENT
	h.SetLen(unix.CmsgLen(2))
	return c
}

func (c *segmentControl) set(size int) []byte {
	binary.NativeEndian.PutUint16(c[unix.CmsgLen(0):], uint16(size))
	return c[:unix.CmsgSpace(2)]
}

// gsoWorks asks whether the kernel knows the option at all.
func gsoWorks(c *net.UDPConn) bool {
	raw, err := c.SyscallConn()
	if err != nil {
		return false
	}
	ok := false
	_ = raw.Control(func(fd uintptr) {
		_, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_UDP, unix.UDP_SEGMENT)
		ok = err == nil
	})
	return ok
}

// noOffload: EIO means that the route's device cannot compute checksums. Other
// errors (EMSGSIZE, EINVAL: a path MTU) concern this one write only.
func noOffload(err error) bool { return errors.Is(err, unix.EIO) }
