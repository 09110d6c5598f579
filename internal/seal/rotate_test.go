package seal_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"

	"kring/internal/seal"
)

func TestRotationWhileEverybodyReads(t *testing.T) {
	path := keyStore(t)
	operator, reader := open(t, path, master(1)), open(t, path, master(1))
	boxes := map[seal.Key][]byte{}
	for i := range 30 {
		k := seal.Group(fmt.Sprint(i))
		boxes[k] = sealed(t, operator, k)
	}
	index := reader.Blind("email", "anna@example.org")
	during := map[seal.Key][]byte{} // sealed while rotating, some under the old master
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { // ends at stop
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			fresh := seal.Person(fmt.Sprint(n))
			box, err := reader.SealText(context.Background(), fresh, place, secret)
			if err == nil {
				_, err = operator.Open(context.Background(), fresh, place, box)
			}
			if err != nil {
				t.Errorf("while rotating: %v", err)
				return
			}
			during[fresh] = box
		}
	})
	must(t, operator.Rotate(t.Context(), master(2)))
	must(t, operator.Rotate(t.Context(), master(2))) // repeated after a crash
	close(stop)
	wg.Wait()
	maps.Copy(boxes, during)
	older, newer := open(t, path, master(1)), open(t, path, master(2))
	for k, box := range boxes {
		reads(t, reader, k, box)
		reads(t, older, k, box)
		reads(t, newer, k, box)
	}
	if err := reader.Retire(t.Context()); err == nil {
		t.Error("a process with the old key retired it")
	}
	restarted := open(t, path, master(2))
	must(t, restarted.Retire(t.Context()))
	if _, err := try(t, path, master(1)); !errors.Is(err, seal.ErrMaster) {
		t.Errorf("start with the retired master: %v", err)
	}
	fresh := open(t, path, master(2))
	for k, box := range boxes {
		reads(t, fresh, k, box)
	}
	if fresh.Blind("email", "anna@example.org") != index {
		t.Error("the blind index did not outlive the rotation")
	}
}

func TestSecondRotationWaitsForTheFirst(t *testing.T) {
	path := keyStore(t)
	v := open(t, path, master(1))
	must(t, v.Rotate(t.Context(), master(2)))
	if err := v.Rotate(t.Context(), master(3)); err == nil {
		t.Error("two rotations at once")
	}
}
