// Command serve is the engine alone behind the least HTTP: what the bench
// measures. POST an offer to /join?room=&peer=&seat=&seats=, get the answer.
package main

import (
	"flag"
	"io"
	"log"
	"net/http"
	_ "net/http/pprof" // on the bench's own address only
	"strconv"
	"sync"

	"kring/rtc"
)

// maxOffer is what the engine takes at most, in bytes.
const maxOffer = 128 << 10

type deaf struct{}

func (deaf) Speaking(map[string][]int) {}
func (deaf) Connected(string, bool)    {}

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "listen address")
	single := flag.Bool("single", false, "send every datagram alone")
	flag.Parse()
	engine, err := rtc.New(rtc.Config{Listen: "127.0.0.1", Single: *single})
	if err != nil {
		log.Fatal(err)
	}
	var mu sync.Mutex
	http.HandleFunc("/join", func(w http.ResponseWriter, q *http.Request) {
		offer, err := io.ReadAll(io.LimitReader(q.Body, maxOffer))
		seat, _ := strconv.Atoi(q.FormValue("seat"))
		seats, _ := strconv.Atoi(q.FormValue("seats"))
		mu.Lock()
		room := engine.Room(q.FormValue("room"))
		if room == nil && err == nil {
			room, err = engine.Open(q.FormValue("room"), seats, deaf{})
		}
		mu.Unlock()
		var answer string
		if err == nil {
			answer, err = room.Join(q.Context(), q.FormValue("peer"), seat, string(offer))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, answer)
	})
	log.Fatal(http.ListenAndServe(*addr, nil))
}
