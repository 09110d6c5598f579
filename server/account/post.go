package account

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// Mail is one message to one address: a Kind of texts/<lang>.json and what
// to fill in. Subject and text never hold care content. The same ID is the same
// mail, should it leave twice; "" is one of its own. Calendar is an entry for
// the reader's calendar (iCalendar), Method what it asks ("REQUEST", "CANCEL").
type Mail struct {
	ID, To, Kind, Lang string
	Vars               map[string]string
	Calendar           []byte
	Method             string
}

// Letter is a mail as it leaves.
type Letter struct {
	ID, Method string `json:"-"`
	Calendar   []byte `json:"-"`
	To         string `json:"to"`
	Subject    string `json:"subject"`
	Text       string `json:"text"`
	At         int64  `json:"at" doc:"Unix milliseconds"`
}

// Carrier takes letters away: SMTP, or the demo's mailbox page.
type Carrier interface {
	Carry(ctx context.Context, l Letter) error
}

//go:embed texts/*.json
var texts embed.FS

// Post writes letters and hands them to the carrier from one goroutine, so
// that nobody waits for a mail server and nobody can time who is known.
type Post struct {
	carrier Carrier
	words   map[string]map[string]string // language → "<kind>.subject" and "<kind>.text"
	queue   chan Letter
	stop    chan struct{} // closed by Close
	done    chan struct{} // closed when run has ended
}

// NewPost starts the post; Close ends its goroutine after the queue is empty.
func NewPost(c Carrier) (*Post, error) {
	p := &Post{carrier: c, words: map[string]map[string]string{}, queue: make(chan Letter, 1000), stop: make(chan struct{}), done: make(chan struct{})}
	for _, l := range []string{"nl", "en"} {
		b, err := texts.ReadFile("texts/" + l + ".json")
		if err != nil {
			return nil, err
		}
		m := map[string]string{}
		if err := json.Unmarshal(b, &m); err != nil {
			return nil, fmt.Errorf("mail texts %s: %w", l, err)
		}
		p.words[l] = m
	}
	go p.run()
	return p, nil
}

// Carrier is who takes the letters.
func (p *Post) Carrier() Carrier { return p.carrier }

// Send queues a mail. A full queue (1,000 letters waiting) loses it and says
// so in the log: the person can ask again.
func (p *Post) Send(m Mail) {
	l := p.Write(m)
	select {
	case p.queue <- l:
	default:
		slog.Error("mail queue full, letter dropped", "kind", m.Kind)
	}
}

// Deliver writes a mail and returns when the carrier took it: for who keeps it
// until then.
func (p *Post) Deliver(ctx context.Context, m Mail) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	return p.carrier.Carry(ctx, p.Write(m))
}

// Close sends what waits and returns when the last letter left. A mail from a
// request that outlived its server is lost after that, as the request is.
func (p *Post) Close() {
	close(p.stop)
	<-p.done
}

// Write is the letter of a mail.
func (p *Post) Write(m Mail) Letter {
	w := p.words[lang(m.Lang)]
	fill := make([]string, 0, 2*len(m.Vars))
	for k, v := range m.Vars {
		fill = append(fill, "{"+k+"}", v)
	}
	r := strings.NewReplacer(fill...)
	return Letter{ID: m.ID, Method: m.Method, Calendar: m.Calendar, To: m.To, Subject: r.Replace(w[m.Kind+".subject"]), Text: r.Replace(w[m.Kind+".text"]), At: time.Now().UnixMilli()}
}

func (p *Post) run() {
	defer close(p.done)
	for {
		select {
		case l := <-p.queue:
			p.carry(l)
		case <-p.stop:
			for len(p.queue) > 0 { // its only reader is here
				p.carry(<-p.queue)
			}
			return
		}
	}
}

func (p *Post) carry(l Letter) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := p.carrier.Carry(ctx, l); err != nil {
		slog.Error("mail not sent", "error", err)
	}
}

// Mailbox is the demo's carrier: the last 200 letters, shown on a page.
type Mailbox struct {
	mu      sync.Mutex
	letters []Letter
}

// Carry keeps the letter.
func (m *Mailbox) Carry(_ context.Context, l Letter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.letters = append(m.letters, l)
	m.letters = m.letters[max(0, len(m.letters)-200):]
	return nil
}

// Letters returns what is there, newest first.
func (m *Mailbox) Letters() []Letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make([]Letter, 0, len(m.letters))
	for i := len(m.letters) - 1; i >= 0; i-- {
		out = append(out, m.letters[i])
	}
	return out
}

// Nowhere is the carrier of a server without a mail server: it says so once
// per letter, and to whom no one learns.
type Nowhere struct{}

// Carry loses the letter.
func (Nowhere) Carry(context.Context, Letter) error {
	return errors.New("KRING_SMTP_URL is not set")
}
