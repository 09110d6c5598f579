package main

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"kring/groups"
	"kring/groups/appointment"
	"kring/groups/calendar"
	"kring/groups/care"
	"kring/groups/chat"
	concern "kring/groups/chat/report"
	"kring/groups/chat/rules"
	"kring/groups/debrief"
	"kring/groups/enrol"
	"kring/groups/film"
	"kring/groups/inbox"
	"kring/groups/meeting"
	"kring/groups/notice"
	"kring/groups/organisation/theme"
	"kring/groups/recording"
	"kring/groups/report"
	"kring/groups/silence"
	"kring/groups/staff"
	"kring/homework"
	"kring/homework/plan"
	"kring/homework/table"
	"kring/homework/template"
	"kring/homework/upload"
	"kring/internal/access"
	"kring/internal/audit"
	"kring/internal/blob"
	"kring/internal/bus"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/rtc"
	"kring/server/account"
	"kring/server/api"
	"kring/server/front"
	"kring/server/live"
	"kring/server/push"
	"kring/web"
)

// drain is how long running requests get when the server is asked to stop.
const drain = 10 * time.Second

// resumeEvery is how often a server looks for meetings that another one, which is
// gone, left open: they too close when nobody comes back.
const resumeEvery = time.Minute

// kring is everything that runs, in the order in which it was started. Each
// part that needs ending pushes its end; close runs them backwards.
type kring struct {
	Config
	docs, keys store.DB
	brief      store.DB // check-ins and alarms: never exported
	blobs      blob.Store
	master     []byte
	vault      *seal.Vault
	bus        *bus.Bus
	log        *audit.Log
	mailbox    *account.Mailbox // nil outside the demo
	accounts   *account.Accounts
	notices    *notice.Notices
	push       *push.Push
	feeds      *calendar.Feeds
	homework   *homework.Homework
	uploads    *upload.Uploads
	plans      *plan.Plans
	table      *table.Table
	templates  *template.Templates
	quiet      *silence.Silences
	groups     *groups.Groups
	enrol      *enrol.Enrol
	staff      *staff.Staff
	themes     *theme.Themes
	slots      *appointment.Appointments
	chat       *chat.Chat
	rules      *rules.Service
	concerns   *concern.Reports
	films      *film.Films
	engine     *rtc.Engine
	media      *media
	meetings   *meeting.Meetings
	recordings *recording.Recordings
	reports    *report.Reports
	care       *care.Care
	debrief    *debrief.Debrief
	sockets    *live.Server
	demo       *demo // nil outside the demo
	ends       []func() error
}

func (k *kring) onClose(end func() error) { k.ends = append(k.ends, end) }

// close ends what was started, the last first.
func (k *kring) close() error {
	var errs []error
	for i := len(k.ends) - 1; i >= 0; i-- {
		errs = append(errs, k.ends[i]())
	}
	return errors.Join(errs...)
}

// serve runs until ctx ends: everything is started in order, the address is
// printed, and everything is ended in reverse.
func serve(ctx context.Context, c Config, out io.Writer) (err error) {
	k := &kring{Config: c}
	if len(c.Unknown) > 0 {
		slog.Warn("variables that Kring does not know", "names", c.Unknown)
	}
	defer func() { err = errors.Join(err, k.close()) }()
	ln, err := k.listen()
	if err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{k.openStores, k.openVault, k.openLog, k.openAccounts, k.openDomains, k.openCare, k.openRecordings, k.openMeetings, k.openReports, k.openDemo, k.reporting} {
		if err := step(ctx); err != nil {
			return errors.Join(err, ln.Close())
		}
	}
	edge, err := k.newEdge()
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	if ln, err = k.secure(ln); err != nil {
		return err
	}
	k.announce(out)
	failed := make(chan error, 1)
	go func() { failed <- edge.App.Listener(ln) }() // ends when Shutdown closes the listener
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", c.Listen, err)
	case <-ctx.Done():
	}
	slog.Info("stopping", "drain", drain)
	k.sockets.Close()
	return edge.App.ShutdownWithTimeout(drain)
}

// listen binds the address first, so that a taken port is told before any
// work; with port 0 the public address follows from what was bound.
func (k *kring) listen() (net.Listener, error) {
	ln, err := net.Listen("tcp", k.Listen)
	if err != nil {
		return nil, fmt.Errorf("KRING_LISTEN: %w", err)
	}
	if u, err := url.Parse(k.PublicURL); err == nil && u.Port() == "0" {
		k.PublicURL = k.scheme() + "://" + ln.Addr().String()
	}
	return ln, nil
}

// secure puts TLS before the pages and, on the same port, before the relay.
func (k *kring) secure(ln net.Listener) (net.Listener, error) {
	if k.TLSCert == "" {
		return ln, nil
	}
	cert, err := tls.LoadX509KeyPair(k.TLSCert, k.TLSKey)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("KRING_TLS_CERT: %w", err), ln.Close())
	}
	return front.New(ln, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}, k.engine.Relay), nil
}

func (k *kring) openVault(ctx context.Context) (err error) {
	if k.master, err = seal.LoadMaster(k.KeyFile, k.Data, k.Demo); err != nil {
		return fmt.Errorf("KRING_KEY_FILE: %w", err)
	}
	if k.vault, err = seal.Open(ctx, k.keys, k.master); err != nil {
		return fmt.Errorf("KRING_KEY_FILE: %w", err)
	}
	if k.bus, err = bus.Open(ctx, k.NATSURL, k.authorities()...); err != nil {
		return fmt.Errorf("KRING_NATS_URL: %w", err)
	}
	k.onClose(func() error { k.bus.Close(); return nil })
	return nil
}

// authorities are those that may have signed the certificate of NATS.
func (k *kring) authorities() []string {
	if k.NATSCA == "" {
		return nil
	}
	return []string{k.NATSCA}
}

// shared is the key that all nodes of this installation know, when there are more
// than one.
func (k *kring) shared() []byte {
	if k.NATSURL == "" {
		return nil
	}
	return seal.Derive(k.master, "nodes")
}

func (k *kring) openLog(ctx context.Context) (err error) {
	k.log, err = audit.Open(ctx, k.docs, audit.Config{
		Key: seal.Derive(k.master, "audit"), Node: k.node(), HeadsFile: k.LogHeads,
		Failed: func(err error) { slog.Error("access log head not signed", "error", err) },
	})
	if err == nil {
		k.onClose(k.log.Close)
	}
	return err
}

func (k *kring) openAccounts(ctx context.Context) error {
	carrier, err := k.carrier()
	if err != nil {
		return err
	}
	post, err := account.NewPost(carrier)
	if err != nil {
		return err
	}
	k.onClose(func() error { post.Close(); return nil })
	k.accounts, err = account.Open(ctx, account.Options{DB: k.docs, Vault: k.vault, Post: post, PublicURL: k.PublicURL})
	return err
}

// carrier takes mail to the demo's mailbox page, to the mail server, or, with
// neither, nowhere but the log.
func (k *kring) carrier() (account.Carrier, error) {
	if k.Demo {
		k.mailbox = &account.Mailbox{}
		return k.mailbox, nil
	}
	if k.Mail.URL == "" {
		return account.Nowhere{}, nil
	}
	return account.NewSMTP(k.Mail)
}

func (k *kring) openDomains(ctx context.Context) (err error) {
	if err = errors.Join(k.openNotices(ctx), k.openHomework(ctx)); err != nil {
		return err
	}
	if k.plans, err = plan.Open(ctx, k.docs, k.vault); err != nil {
		return err
	}
	if k.groups, err = groups.Open(ctx, groups.Deps{DB: k.docs, Vault: k.vault, Programmes: programmes{k.homework}, Names: k.accounts}); err != nil {
		return err
	}
	if k.enrol, err = enrol.Open(ctx, enrol.Deps{DB: k.docs, Vault: k.vault, Groups: k.groups, People: k.accounts}); err != nil {
		return err
	}
	if err = k.openOrganisations(ctx); err != nil {
		return err
	}
	if k.slots, err = appointment.Open(ctx, appointment.Deps{DB: k.docs, Vault: k.vault, Groups: k.groups, People: k.accounts, Notices: k.notices}); err != nil {
		return err
	}
	if k.films, err = film.Open(ctx, k.docs, k.blobs, k.vault); err != nil {
		return err
	}
	if err = k.openChat(ctx); err != nil {
		return err
	}
	k.tieSurveys()
	k.startNotices(ctx)
	return nil
}

func (k *kring) openMeetings(ctx context.Context) (err error) {
	if k.engine, err = rtc.New(rtc.Config{Port: k.RTCPort, IP: k.RTCIP, Listen: k.mediaHost()}); err != nil {
		return fmt.Errorf("KRING_RTC_PORT: %w", err)
	}
	k.onClose(k.engine.Close)
	docs, err := store.Open[groups.Meeting](ctx, k.docs, groups.MeetingSpec())
	if err != nil {
		return err
	}
	tie := &media{engine: k.engine}
	k.media = tie
	k.meetings = meeting.New(meeting.Deps{
		Documents: docs, People: meeting.Of(k.groups), Media: recorded{tie, k.recordings.Takes.Attach}, Scene: k.scene, Captioned: k.recordings.Takes.Caption, Sealer: k.vault, Scripts: scripts{k}, Answers: k.homework, Grace: k.Grace, Node: k.node(), Ended: k.meetingEnded,
	})
	tie.speaking = k.meetings.Speaking
	k.onClose(func() error { k.meetings.Close(); return nil })
	k.every(ctx, resumeEvery, "lead the open meetings that nobody leads", k.meetings.Resume)
	return errors.Join(k.hearAnswers(), k.hearTable())
}

// mediaHost: media listens where the pages do, so that a server for this
// machine only is that for media too.
func (k *kring) mediaHost() string {
	host, _, _ := net.SplitHostPort(k.Listen)
	return host
}

// node names this server over restarts: the machine, and its address or, when
// the system picks the port, its data.
func (k *kring) node() string {
	host, err := os.Hostname()
	if err != nil {
		host = "kring"
	}
	if _, port, _ := net.SplitHostPort(k.Listen); port != "0" {
		return host + ":" + strings.NewReplacer("[", "", "]", "").Replace(k.Listen)
	}
	sum := sha256.Sum256([]byte(k.Data)) // a picked port is another one each time; the data stay
	return host + ":" + hex.EncodeToString(sum[:8])
}

// newEdge builds the two edges, HTTP and sockets, on one policy.
func (k *kring) newEdge() (*api.Edge, error) {
	policy, metrics := access.Kring(), api.NewMetrics()
	o := api.Options{
		Policy: policy, Facts: k.facts, Log: k.logged, LogPart: k.loggedPart, Accounts: k.accounts, Gate: account.NewGate(), SignUps: account.NewSignUpGate(), Groups: k.groups, Enrol: k.enrol, Chat: k.chat, Inbox: &inbox.Inbox{Groups: k.groups, Chat: k.chat}, Rules: k.rules, Concerns: k.concerns, Care: k.care, Debrief: k.debrief, Agenda: k.meetings.Agenda,
		Homework: k.homework, Plans: k.plans, Films: k.films, Uploads: k.uploads, Table: k.table, Templates: k.templates, Quiet: k.quiet, Recordings: k.recordings, Reports: k.reports, Joints: k.meetings, PublicURL: k.PublicURL, Proxies: k.Proxies, Web: web.Dist(), Metrics: metrics, Now: time.Now,
		Notices: k.notices, Push: k.push, Feeds: k.feeds, Slots: k.slots, Captions: k.meetings, Staff: k.staff, Themes: k.themes,
		Ready:   func(ctx context.Context) error { return k.docs.Ensure(ctx, account.Specs()[0]) },
		Recheck: func(person string) { k.sockets.Recheck(person) },
	}
	var err error
	if o.Public, err = k.newPublic(); err != nil {
		return nil, err
	}
	if k.demo != nil {
		o.Demo = &api.Demo{People: k.demo.people, Mailbox: k.mailbox}
	}
	edge := api.New(o)
	k.sockets, err = live.New(live.Options{
		Sessions: k.accounts, Facts: k.facts, Policy: policy, Log: k.logged, Groups: k.groups, Chat: k.chat, Meetings: k.meetings, Care: k.care, Recordings: k.recordings,
		Bus: k.bus, Node: k.node(), Key: k.shared(), Token: edge.Token, Own: edge.Own, Relay: k.relay, Playable: k.playable, OnTable: k.onTable,
	})
	if err != nil {
		return nil, err
	}
	k.onClose(func() error { k.sockets.Close(); return nil })
	k.accounts.SignedOut = k.sockets.Recheck
	edge.Live = k.sockets
	metrics.Gauge("kring_sockets", "Open live sockets.", func() float64 { return float64(k.sockets.Count()) })
	return edge, nil
}
