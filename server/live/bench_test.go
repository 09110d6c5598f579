package live

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// BenchmarkDurableRoundTrip: one message from one tab until chat.sent, through
// a real socket, the policy, sealing and a durable insert in SQLite; others
// listen. It reports p50 and p95.
func BenchmarkDurableRoundTrip(b *testing.B) {
	for _, listeners := range []int{0, 15} {
		b.Run(fmt.Sprint("listeners=", listeners), func(b *testing.B) {
			h := build(b)
			x := h.open(roos)
			for range listeners {
				l := h.open(sam)
				l.ask(`"type":"chat.open","channel":%q,"after":0`, h.channel)
				go func() { // ends when the test closes the socket
					for {
						if _, _, err := l.ws.ReadMessage(); err != nil {
							return
						}
					}
				}()
			}
			var took []time.Duration
			i := 0
			for b.Loop() {
				i++
				if i > paceBurst/2 && i%(paceRate/2) == 0 {
					b.StopTimer()
					time.Sleep(time.Second) // no faster than the pace allows
					b.StartTimer()
				}
				start := time.Now()
				if got := x.ask(`"type":"chat.send","channel":%q,"clientId":"c%d","text":"Hoe gaat het met iedereen vandaag?"`, h.channel, i); got != "chat.sent" {
					b.Fatal(got)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2].Seconds()*1e3, "p50-ms")
			b.ReportMetric(took[len(took)*95/100].Seconds()*1e3, "p95-ms")
		})
	}
}
