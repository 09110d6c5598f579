package seal_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"kring/internal/seal"
)

// sealFile returns a sealed file of three pieces of age and a bit, with its key.
func sealFile(t *testing.T, v *seal.Vault, k seal.Key) (plain, sealed, box []byte) {
	t.Helper()
	plain = bytes.Repeat([]byte(secret), 8000)
	var dst bytes.Buffer
	w, box, err := v.CreateFile(t.Context(), k, place, &dst)
	must(t, err)
	_, err = w.Write(plain)
	must(t, err)
	must(t, w.Close())
	return plain, dst.Bytes(), box
}

func TestFileIsReadAtAnyPlace(t *testing.T) {
	v := open(t, keyStore(t), master(1))
	plain, sealed, box := sealFile(t, v, seal.Group("g"))
	if bytes.Contains(sealed, []byte(secret)) {
		t.Fatal("the file is not sealed")
	}
	r, n, err := v.OpenFile(t.Context(), seal.Group("g"), place, box, bytes.NewReader(sealed), int64(len(sealed)))
	must(t, err)
	if n != int64(len(plain)) {
		t.Fatalf("size %d, want %d", n, len(plain))
	}
	for range 50 {
		at := rand.IntN(len(plain))
		b := make([]byte, 1+rand.IntN(100_000))
		got, err := r.ReadAt(b, int64(at))
		if err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		if want := plain[at:min(at+len(b), len(plain))]; !bytes.Equal(b[:got], want) {
			t.Fatalf("%d bytes at %d are not those that were written", len(b), at)
		}
	}
}

func TestFileOfAnErasedKeyOrOtherPlaceOrCutIsNotRead(t *testing.T) {
	v := open(t, keyStore(t), master(1))
	_, sealed, box := sealFile(t, v, seal.Group("g"))
	try := func(k seal.Key, r seal.Ref, file []byte) error {
		_, _, err := v.OpenFile(t.Context(), k, r, box, bytes.NewReader(file), int64(len(file)))
		return err
	}
	if err := try(seal.Group("g"), seal.Ref{Coll: "answers", ID: "a2", Field: "text"}, sealed); !errors.Is(err, seal.ErrBroken) {
		t.Errorf("at another place: %v", err)
	}
	if err := try(seal.Group("g"), place, sealed[:len(sealed)-1000]); !errors.Is(err, seal.ErrBroken) {
		t.Errorf("cut: %v", err)
	}
	must(t, v.Erase(t.Context(), seal.Group("g")))
	if err := try(seal.Group("g"), place, sealed); !errors.Is(err, seal.ErrErased) {
		t.Errorf("erased: %v", err)
	}
}
