package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // one binary runs anywhere, also without zone files

	"kring/internal/seal"
	"kring/internal/store"
)

// Errors of Notify, and of a Carrier.
var (
	// ErrNowhere: the person has no address, or is erased.
	ErrNowhere = errors.New("account: no address")
	// ErrRefused: the mail server will never take a mail to this address.
	ErrRefused = errors.New("account: refused for good")
)

// Notification is a mail that says to a person that something is there, and
// not what: texts/<lang>.json has "tell.<kind>". ID makes the Message-ID; When
// is a moment that it is about, Unix ms, 0 for none; Calendar makes an entry for
// who has this address and says its method, nil for none.
type Notification struct {
	ID, PersonID, Kind string
	When               int64
	Calendar           func(to string) (raw []byte, method string)
}

// Notify mails a person in their language and returns when the carrier took it.
func (a *Accounts) Notify(ctx context.Context, n Notification) error {
	p, err := a.people.Get(ctx, n.PersonID)
	if errors.Is(err, store.ErrNotFound) {
		return ErrNowhere
	}
	if err != nil {
		return err
	}
	to, err := a.open(ctx, p.ID, "email", p.EmailBox)
	if errors.Is(err, seal.ErrErased) || err == nil && to == "" {
		return ErrNowhere
	}
	if err != nil {
		return err
	}
	m := Mail{
		ID: n.ID, To: to, Kind: "tell." + n.Kind, Lang: p.Lang,
		Vars: map[string]string{"url": a.PublicURL, "when": when(n.When, p.Lang)},
	}
	if n.Calendar != nil {
		m.Calendar, m.Method = n.Calendar(to)
	}
	return a.Post.Deliver(ctx, m)
}

// names of days and months, from Sunday and January.
var (
	days = map[string][]string{
		"nl": strings.Fields("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"),
		"en": strings.Fields("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
	}
	months = map[string][]string{
		"nl": strings.Fields("januari februari maart april mei juni juli augustus september oktober november december"),
		"en": strings.Fields("January February March April May June July August September October November December"),
	}
	at = map[string]string{"nl": "om", "en": "at"}
)

// when writes a moment as people say it, on the clock of Amsterdam:
// "dinsdag 8 december om 19:30".
func when(ms int64, l string) string {
	if ms == 0 {
		return ""
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err) // it is in the binary
	}
	t, l := time.UnixMilli(ms).In(zone), lang(l)
	return fmt.Sprintf("%s %d %s %s %s", days[l][t.Weekday()], t.Day(), months[l][t.Month()-1], at[l], t.Format("15:04"))
}
