// Command bench measures what a forwarded packet costs: our engine beside the
// reference, in alternating runs, with the same load. The figure is the CPU
// time of the server process (user and system, from /proc) divided by the
// packets that clients received. See rtc/BENCH.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"slices"
	"time"
)

func main() {
	log.SetFlags(0)
	ours := flag.String("ours", "", "binary of rtctest/serve")
	theirs := flag.String("theirs", "", "binary of rtctest/reference; empty: measure ours only")
	single := flag.Bool("single", false, "let ours send without segmentation offload")
	repair := flag.Bool("repair", false, "let our clients tell what arrives and ask for what is lost, as browsers do")
	rooms := flag.Int("rooms", 4, "rooms")
	people := flag.Int("people", 8, "people in each room")
	runs := flag.Int("runs", 5, "alternating runs")
	length := flag.Duration("time", 20*time.Second, "length of one measurement")
	flag.Parse()

	of := shape{*rooms, *people, *single, *repair}
	ratios, err := compare([2]string{*theirs, *ours}, of, *runs, *length)
	if err != nil {
		log.Fatal(err)
	}
	if len(ratios) > 0 {
		slices.Sort(ratios)
		fmt.Printf("\nratios %.2f, median **%.2f**\n", ratios, ratios[len(ratios)/2])
	}
}

// enough is the share that must be delivered for a run to count.
const enough = 0.995

// compare measures both servers (reference first, "" leaves it out) in turn,
// prints a table, and returns ours ÷ theirs of every pair that counts.
func compare(servers [2]string, of shape, runs int, length time.Duration) (ratios []float64, err error) {
	fmt.Printf("| %d × %d | packets/s | delivered | of sound | µs/packet | p50 | p99 | join p50 | RSS MiB |\n|---|---|---|---|---|---|---|---|---|\n", of.rooms, of.people)
	for range runs {
		var cost [2]float64
		whole := true
		for i, binary := range servers {
			if binary == "" {
				continue
			}
			l := &load{shape: of, naive: i == 0}
			r, err := l.run(context.Background(), binary, length)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", binary, err)
			}
			cost[i] = r.perPacket
			whole = whole && r.delivered >= enough
			fmt.Println(r.row([]string{"reference", "kring"}[i]))
		}
		switch {
		case cost[0] == 0:
		case whole:
			ratios = append(ratios, cost[1]/cost[0])
		default:
			fmt.Println("| *not counted* | this computer is too busy: less than 99.5 % was delivered |")
		}
	}
	return ratios, nil
}
