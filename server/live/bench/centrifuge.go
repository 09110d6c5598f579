package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/centrifugal/centrifuge"
)

// serveCentrifuge serves the reference until standard input ends: no history, no
// compression, whoever comes may follow and publish.
func serveCentrifuge(groups int) {
	node, err := centrifuge.New(centrifuge.Config{LogLevel: centrifuge.LogLevelError})
	if err != nil {
		log.Fatal(err)
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: "somebody"}}, nil
	})
	node.OnConnect(func(c *centrifuge.Client) {
		c.OnSubscribe(func(_ centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
			done(centrifuge.SubscribeReply{}, nil)
		})
		c.OnPublish(func(_ centrifuge.PublishEvent, done centrifuge.PublishCallback) { done(centrifuge.PublishReply{}, nil) })
	})
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	http.Handle("/api/live", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{CheckOrigin: func(*http.Request) bool { return true }}))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(ln, nil)) }() //nolint:gosec // a bench on loopback
	p := place{URL: "ws://" + ln.Addr().String() + "/api/live", Dialect: "centrifuge"}
	for i := range groups {
		p.Channels = append(p.Channels, channel{ID: fmt.Sprint("c", i)})
	}
	p.print()
	_, _ = io.Copy(io.Discard, os.Stdin)
}
