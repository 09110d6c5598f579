package take

import (
	"fmt"
	"syscall"

	"kring/internal/fault"
)

// leastSpace is what must be free on the disk for a recording to go on: it must
// still be finished, and the meeting goes on beside it.
const leastSpace = 256 << 20

// space is a fault when too little is free where a folder is.
func space(dir string) error {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return fmt.Errorf("recording: free space: %w", err)
	}
	if free := int64(st.Bavail) * st.Bsize; free < leastSpace {
		return fault.New(fault.Conflict, "recording.disk", "%d MB are free on the disk of this server", free>>20)
	}
	return nil
}
