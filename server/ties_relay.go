package main

import (
	"net"
	"net/url"
	"strconv"

	"kring/groups/meeting"
	"kring/server/live"
)

// relay gives a seated participant a credential for the media relay.
func (k *kring) relay(o meeting.Offer) (live.Relay, error) {
	room, err := k.media.open(o)
	if err != nil {
		return live.Relay{}, err
	}
	c, err := room.Credential(o.Peer)
	return live.Relay{URLs: relayURLs(k.Config, k.engine.Port()), User: c.User, Password: c.Password, Expires: c.Expires}, err
}

// relayURLs are the ways to the relay: on the media port, where browsers are
// told to find media, and where the pages have TLS here, on the pages' own: under
// this server's own name when several share the public one.
// None is over UDP: who gets through to the port by UDP has media there itself.
// And Chromium takes a relay over UDP for its STUN server too, and drops all
// answers from that address to the checks of media.
func relayURLs(c Config, port int) []string {
	public, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil // readConfig has looked
	}
	host := c.RTCIP
	if host == "" {
		host = public.Hostname()
	}
	urls := []string{"turn:" + net.JoinHostPort(host, strconv.Itoa(port)) + "?transport=tcp"}
	name := public.Hostname()
	if c.RTCName != "" {
		name = c.RTCName
	}
	if c.TLSCert == "" || c.NATSURL != "" && c.RTCName == "" {
		return urls
	}
	secure := public.Port()
	if secure == "" {
		secure = "443"
	}
	return append(urls, "turns:"+net.JoinHostPort(name, secure)+"?transport=tcp")
}
