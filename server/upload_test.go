package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"

	"kring/homework"
	"kring/homework/upload"
	"kring/server/api"
)

// home is what a photo's EXIF says of where somebody lives.
const home = "+52.0907+005.1214/"

// photo is a JPEG as a phone makes it, with the place in it.
func photo(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 600, 400)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x00" + home
	return append(append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...), b.Bytes()[2:]...)
}

// A participant brings a photo over HTTP, in parts; nobody else can look at it
// until it is sent, and then the facilitator sees it without the place.
func TestUploadOverHTTP(t *testing.T) {
	w := start(t)
	w.populate()
	member, facilitator := w.people["member"], w.people["facilitator"]
	raw := append(photo(t), bytes.Repeat([]byte{0}, upload.PartSize)...) // what is behind the picture goes
	send := func(method, path, kind string, body []byte) (int, string) {
		t.Helper()
		return w.request(method, path, member, map[string]string{"Content-Type": kind}, bytes.NewReader(body))
	}
	begin := func(in string) (u api.UploadView) {
		t.Helper()
		status, answer := send("POST", "/api/assignments/"+w.running["with-files"]+"/uploads", "application/json", []byte(in))
		if status != http.StatusCreated {
			t.Fatalf("begin: %d %s", status, answer)
		}
		w.must(json.Unmarshal([]byte(answer), &u))
		return u
	}
	size, err := json.Marshal(len(raw))
	w.must(err)
	u := begin(`{"step":"moment","kind":"picture","size":` + string(size) + `}`)
	for n := range u.Missing {
		part := raw[n*upload.PartSize : min((n+1)*upload.PartSize, len(raw))]
		if status, answer := send("PUT", "/api/uploads/"+u.ID+"/parts/"+string(rune('0'+n)), "application/octet-stream", part); status != http.StatusOK {
			t.Fatalf("part %d: %d %s", n, status, answer)
		}
	}
	if status, answer := send("POST", "/api/uploads/"+u.ID+"/finish", "application/json", nil); status != http.StatusOK || !strings.Contains(answer, `"complete":true`) {
		t.Fatalf("finish: %d %s", status, answer)
	}
	look := func(person string) *http.Response {
		t.Helper()
		res, body := w.raw("GET", "/api/uploads/"+u.ID, w.as(person), "")
		if strings.Contains(body, home) {
			t.Error("the place is still in it")
		}
		return res
	}
	if res := look(member); res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/jpeg" || res.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("one's own: %d %v", res.StatusCode, res.Header)
	}
	if res := look(facilitator); res.StatusCode != http.StatusNotFound {
		t.Errorf("before it is sent the facilitator gets %d", res.StatusCode)
	}
	mine, err := w.homework.Assignment(t.Context(), w.running["with-files"], member, "nl")
	w.must(err)
	vs := mine.Answer.Values
	v := vs["moment"]
	v.Files = append(v.Files, u.ID)
	vs["moment"] = v
	own, err := w.homework.Save(t.Context(), homework.Work{AssignmentID: w.running["with-files"], PersonID: member, Rev: mine.Answer.Rev, Values: vs})
	w.must(err)
	_, err = w.homework.HandIn(t.Context(), w.running["with-files"], member, own.Rev)
	w.must(err)
	if res := look(facilitator); res.StatusCode != http.StatusOK {
		t.Errorf("once it is sent the facilitator gets %d", res.StatusCode)
	}

	page := []byte("<!doctype html><script>alert(1)</script>")
	u = begin(`{"step":"moment","kind":"pdf","size":40}`)
	send("PUT", "/api/uploads/"+u.ID+"/parts/0", "application/octet-stream", page)
	if status, answer := send("POST", "/api/uploads/"+u.ID+"/finish", "application/json", nil); status != http.StatusUnprocessableEntity || !strings.Contains(answer, "upload.type") {
		t.Errorf("a page dressed as PDF: %d %s", status, answer)
	}
}
