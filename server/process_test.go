package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/mongostore"
)

// asKring makes this test binary run as the program itself.
const asKring = "RUN_AS_KRING"

func TestMain(m *testing.M) {
	if os.Getenv(asKring) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// place is where one installation keeps its things, over restarts.
type place struct {
	t    testing.TB
	data string
	env  []string
}

// newPlace is an empty installation with a master key of its own, on the
// engine under test.
func newPlace(t testing.TB, more ...string) *place {
	t.Helper()
	p := &place{t: t, data: t.TempDir()}
	key := filepath.Join(t.TempDir(), "master.key")
	if _, err := seal.NewMaster(key); err != nil {
		t.Fatal(err)
	}
	mongo := freshDatabase(t)
	t.Cleanup(func() { dropDatabases(t, mongo) })
	p.env = append([]string{
		"KRING_LISTEN=127.0.0.1:0", "KRING_RTC_PORT=0", "KRING_DATA=" + p.data, "KRING_KEY_FILE=" + key, "MONGODB_URI=" + mongo,
	}, more...)
	return p
}

// dropDatabases removes what a test kept on the server at uri, if any.
func dropDatabases(t testing.TB, uri string) {
	if uri == "" {
		return
	}
	for _, name := range []string{"kring", "keys", "brief"} {
		db, err := mongostore.Open(context.Background(), uri, database(uri, name))
		if err != nil {
			t.Error(err)
			return
		}
		if err := errors.Join(db.Drop(context.Background()), db.Close()); err != nil {
			t.Error(err)
		}
	}
}

// process is a running Kring. Links are the demo's sign-in links by alias; out
// is what it printed, log what it wrote to standard error.
type process struct {
	*place
	cmd   *exec.Cmd
	out   *record
	log   *record
	url   string
	links map[string]string
}

// record keeps what a process says, as it says it.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}

// command prepares a run of the program here.
func (p *place) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.t.Context(), os.Args[0], args...)
	cmd.Env = append([]string{asKring + "=1", "PATH=" + os.Getenv("PATH"), "HOME=" + p.t.TempDir(), "TMPDIR=" + os.TempDir()}, p.env...)
	return cmd
}

// run does a subcommand to its end.
func (p *place) run(in string, args ...string) (stdout, stderr string, err error) {
	cmd := p.command(args...)
	var out, errs strings.Builder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// must is run for what has to succeed; it returns what was printed.
func (p *place) must(in string, args ...string) string {
	p.t.Helper()
	out, errs, err := p.run(in, args...)
	if err != nil {
		p.t.Fatalf("kring %v: %v\n%s", args, err, errs)
	}
	return out
}

// serve starts the server and waits until it listens.
func (p *place) serve(args ...string) *process {
	p.t.Helper()
	s := &process{place: p, cmd: p.command(append([]string{"serve"}, args...)...), out: &record{}, log: &record{}, links: map[string]string{}}
	s.cmd.Stderr = s.log
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	lines := bufio.NewScanner(io.TeeReader(stdout, s.out))
	for s.url == "" && lines.Scan() {
		switch f := strings.Fields(lines.Text()); {
		case len(f) == 4 && f[0] == "demo":
			s.links[f[2]] = f[3]
		case strings.HasPrefix(lines.Text(), "Kring listens on "):
			s.url = f[3]
		}
	}
	if s.url == "" {
		_ = s.cmd.Wait()
		p.t.Fatalf("kring serve %v did not start:\n%s", args, s.log)
	}
	return s
}

// stop asks the server to end and returns when it has, without error.
func (s *process) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	overdue := time.AfterFunc(30*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer overdue.Stop()
	if err := s.cmd.Wait(); err != nil {
		s.t.Fatalf("stopped with %v:\n%s", err, s.log)
	}
}

// kill ends the server as a power cut would, but for the disk.
func (s *process) kill() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	_ = s.cmd.Wait() // says that it was killed
}

// line is a word of 24 random letters, which no text has by chance.
func line() string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r < 'A' {
			r += 'A' - '2' // an alias with many digits looks like a telephone number
		}
		return r
	}, store.NewID())[:24])
}
