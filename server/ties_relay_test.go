package main

import (
	"slices"
	"testing"
)

func TestWaysToTheRelay(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   []string
	}{
		{Config{PublicURL: "http://127.0.0.1:8080"}, []string{"turn:127.0.0.1:3478?transport=tcp"}},
		{
			Config{PublicURL: "https://kring.example", TLSCert: "cert.pem", RTCIP: "2001:db8::7"},
			[]string{"turn:[2001:db8::7]:3478?transport=tcp", "turns:kring.example:443?transport=tcp"},
		},
		{
			Config{PublicURL: "https://kring.example:8443", TLSCert: "cert.pem"},
			[]string{"turn:kring.example:3478?transport=tcp", "turns:kring.example:8443?transport=tcp"},
		},
	} {
		if got := relayURLs(c.config, 3478); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.config.PublicURL, got)
		}
	}
}
