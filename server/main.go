// Command kring is the whole product in one binary: `kring serve` builds the
// parts in order (run.go), serves, and ends them in reverse. This package is
// wiring only: configuration, the ties between packages that do not know each
// other, and the demo's content.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const usage = `kring serve [--demo] [--demo-public]   run the server
kring check-config                     read the configuration and say what is wrong
kring new-key FILE                     make a master key
kring export [--keys]                  write all documents (or all data keys, wrapped) as JSON lines to standard output
kring import [--keys]                  read them from standard input into an empty store
kring verify-log [HEADS]               check the access log against the signed heads in a file
kring openapi                          print the description of the API
`

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "kring:", err)
		os.Exit(1)
	}
}

// command runs one subcommand.
func command(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("what to do?\n" + strings.TrimSpace(usage))
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	demo := flags.Bool("demo", false, "start with a fictional organisation")
	public := flags.Bool("demo-public", false, "allow the demo on an address that others can reach")
	keys := flags.Bool("keys", false, "the key store instead of the documents; keep the two apart")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	do := map[string]func() error{
		"serve": func() error { return withConfig(*demo, *public, func(c Config) error { return serve(ctx, c, out) }) },
		"check-config": func() error {
			return withConfig(*demo, *public, func(c Config) error { return checked(c, out) })
		},
		"new-key": func() error { return newKey(flags.Arg(0)) },
		"export": func() error {
			return withConfig(*demo, *public, func(c Config) error { return export(ctx, c, *keys, out) })
		},
		"import": func() error {
			return withConfig(*demo, *public, func(c Config) error { return restore(ctx, c, *keys, in) })
		},
		"verify-log": func() error {
			return withConfig(*demo, *public, func(c Config) error { return verifyLog(ctx, c, flags.Arg(0), out) })
		},
		"openapi": func() error { return openapi(out) },
	}[args[0]]
	if do == nil {
		return fmt.Errorf("no command %q\n%s", args[0], usage)
	}
	return do()
}

// checked ends check-config.
func checked(c Config, out io.Writer) error {
	if len(c.Unknown) > 0 {
		return fmt.Errorf("no such variables: %s; Kring knows %s", strings.Join(c.Unknown, " "), strings.Join(variables, " "))
	}
	_, err := fmt.Fprintln(out, "ok")
	return err
}

func withConfig(demo, public bool, do func(Config) error) error {
	c, err := readConfig(os.Environ(), demo, public)
	if err != nil {
		return fmt.Errorf("configuration:\n%w", err)
	}
	return do(c)
}
