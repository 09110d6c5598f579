package api

import (
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kring/internal/access"
)

// keeping says whether a browser may keep the answers of an operation, to show
// them while it is not connected. The zero value, of every other operation, is
// that it may not. The service worker keeps what has the header and nothing
// else: it knows no paths.
type keeping int

const (
	keepNot keeping = iota
	keepAll         // it is the same for everybody
	keepOwn         // it is about the person who asks, and nobody else's
)

// keepHeader carries "everybody", "nobody" (who is not signed in) or
// "<person> <the end of the session, Unix milliseconds>".
const keepHeader = "Kring-Keep"

// mayKeep marks the answer for the service worker. What a professional reads
// is about others and stays off their device.
func mayKeep(hc huma.Context, o op, c *caller) {
	_, device := access.RoomOf(c.Person)
	others := c.Facilitator || c.Roles != 0 || o.Kind == access.Upload && !c.Own
	switch {
	case o.Keep == keepAll:
		hc.SetHeader(keepHeader, "everybody")
	case o.Keep == keepNot || device || others:
	case c.Person == "":
		hc.SetHeader(keepHeader, "nobody")
	default:
		hc.SetHeader(keepHeader, c.Person+" "+strconv.FormatInt(c.Until, 10))
	}
	c.unkept = func() { hc.SetHeader(keepHeader, "") }
}
