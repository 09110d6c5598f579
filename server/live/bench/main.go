// Command bench measures live sockets from outside: the same client, the same
// load, against Kring and against the Centrifuge library. See ../BENCH.md.
//
//	bench -sockets 5000 -groups 500 -rate 200 -time 10s -runs 5 NAME=COMMAND...
//
// Each COMMAND starts a server that prints a line of JSON (type place) and ends
// when its standard input does. "self" as COMMAND is this program serving with
// Centrifuge.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// place is where a server is, and who may come: each channel has the session
// tokens of its people, none where nobody signs in.
type place struct {
	URL      string
	Dialect  string // kring or centrifuge
	Channels []channel
}

type channel struct {
	ID     string
	Tokens []string
}

type load struct {
	sockets, groups, rate int
	time, idle            time.Duration
}

func main() {
	log.SetFlags(0)
	var l load
	flag.IntVar(&l.sockets, "sockets", 5000, "sockets")
	flag.IntVar(&l.groups, "groups", 500, "channels")
	flag.IntVar(&l.rate, "rate", 200, "messages a second, 0: only idle")
	flag.DurationVar(&l.time, "time", 10*time.Second, "how long messages are sent")
	flag.DurationVar(&l.idle, "idle", 3*time.Second, "rest before memory is read")
	runs := flag.Int("runs", 5, "of each, one after another")
	serve := flag.Bool("centrifuge", false, "serve with Centrifuge")
	flag.Parse()
	if *serve {
		serveCentrifuge(l.groups)
		return
	}
	results := map[string][]result{}
	var names []string
	for run := range *runs {
		for _, arg := range flag.Args() {
			name, command, _ := strings.Cut(arg, "=")
			if run == 0 {
				names = append(names, name)
			}
			r, err := measure(command, l)
			if err != nil {
				log.Fatalf("%s: %v", name, err)
			}
			fmt.Printf("%-12s %s\n", name, r)
			results[name] = append(results[name], r)
		}
	}
	tell(names, results)
}

// measure starts a server, loads it and ends it.
func measure(command string, l load) (r result, err error) {
	args := strings.Fields(command)
	if command == "self" {
		args = []string{os.Args[0], "-centrifuge", "-groups", fmt.Sprint(l.groups)}
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), fmt.Sprint("BENCH_GROUPS=", l.groups))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return r, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return r, err
	}
	if err := cmd.Start(); err != nil {
		return r, err
	}
	defer func() { _ = in.Close(); _ = cmd.Wait() }()
	var at place
	lines := bufio.NewReaderSize(out, 1<<20)
	for at.URL == "" {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return r, fmt.Errorf("it did not start: %w", err)
		}
		if _, text, ok := strings.Cut(string(line), "PLACE "); ok {
			if err := json.Unmarshal([]byte(text), &at); err != nil {
				return r, err
			}
		}
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }() // ends with the server
	return drive(cmd.Process.Pid, at, l)
}

// tell prints medians, and CPU as a ratio to the first.
func tell(names []string, all map[string][]result) {
	first := 0.0
	fmt.Println()
	for _, name := range names {
		cpu := median(all[name], func(r result) float64 { return r.perDelivery() })
		if first == 0 {
			first = cpu
		}
		fmt.Printf("%-12s median CPU %.1f us per delivered message, ratio %.2f; %.1f KiB per idle socket; p50 %.1f p99 %.1f ms; lost %.0f, twice %.0f\n", name, cpu, cpu/first,
			median(all[name], func(r result) float64 { return r.kib }), median(all[name], func(r result) float64 { return r.p50 }), median(all[name], func(r result) float64 { return r.p99 }),
			median(all[name], func(r result) float64 { return float64(r.lost) }), median(all[name], func(r result) float64 { return float64(r.twice) }))
	}
}

func median(rs []result, of func(result) float64) float64 {
	var v []float64
	for _, r := range rs {
		v = append(v, of(r))
	}
	slices.Sort(v)
	return v[len(v)/2]
}
