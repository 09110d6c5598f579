package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
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
	"kring/groups/notice"
	"kring/groups/recording"
	"kring/groups/report"
	"kring/groups/silence"
	"kring/groups/staff"
	"kring/homework"
	"kring/homework/plan"
	"kring/homework/table"
	"kring/homework/template"
	"kring/homework/upload"
	"kring/internal/audit"
	"kring/internal/seal"
	"kring/internal/store"
	"kring/internal/store/dump"
	"kring/server/account"
	"kring/server/api"
	"kring/server/push"
)

// specs are all collections of documents, in the order in which they are
// exported. Data keys are not among them: they are backed up apart. Check-ins
// and alarms are in a store of their own and are never exported.
func specs() []store.Spec {
	return slices.Concat(account.Specs(), notice.Specs(), groups.Specs(), []store.Spec{enrol.Spec(), staff.Spec(), appointment.Spec(), calendar.Spec(), push.Spec(), film.Spec(), plan.Spec()}, chat.Specs(), []store.Spec{rules.Spec(), concern.Spec()}, homework.Specs(), []store.Spec{upload.Spec(), table.Spec(), template.Spec(), silence.Spec()}, care.Specs(), debrief.Specs(), recording.Specs(), report.Specs(), audit.Specs())
}

// backup is one of the two stores, opened to be read or filled as a whole.
func backup(ctx context.Context, c Config, keys bool) (store.DB, []store.Spec, error) {
	name, all := "kring", specs()
	if keys {
		name, all = "keys", seal.Specs()
	}
	db, err := openStore(ctx, c, name)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range all {
		if err := db.Ensure(ctx, s); err != nil {
			return nil, nil, errors.Join(err, db.Close())
		}
	}
	return db, all, nil
}

// newKey makes a master key file.
func newKey(path string) error {
	if path == "" {
		return errors.New("new-key: name the file to make")
	}
	_, err := seal.NewMaster(path)
	return err
}

// export writes all documents, sealed as they rest, or all wrapped data keys.
func export(ctx context.Context, c Config, keys bool, out io.Writer) (err error) {
	db, specs, err := backup(ctx, c, keys)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return dump.Export(ctx, db, specs, out)
}

// restore reads an export into an empty store, of either engine.
func restore(ctx context.Context, c Config, keys bool, in io.Reader) (err error) {
	db, specs, err := backup(ctx, c, keys)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return dump.Import(ctx, db, specs, in)
}

// verifyLog checks every chain of the access log against the signed heads.
func verifyLog(ctx context.Context, c Config, headsFile string, out io.Writer) (err error) {
	master, err := seal.LoadMaster(c.KeyFile, c.Data, c.Demo)
	if err != nil {
		return fmt.Errorf("KRING_KEY_FILE: %w", err)
	}
	if headsFile == "" {
		headsFile = c.LogHeads
	}
	heads, err := os.Open(headsFile)
	if err != nil {
		return fmt.Errorf("signed heads: %w", err)
	}
	defer func() { err = errors.Join(err, heads.Close()) }()
	db, err := openStore(ctx, c, "kring")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	report, err := audit.Verify(ctx, db, heads, seal.Derive(master, "audit"))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d chains, %d entries, newest signed head %s\n", report.Chains, report.Entries, report.Signed.Format(time.RFC3339))
	for _, f := range report.Findings {
		fmt.Fprintln(out, f)
	}
	if !report.OK() {
		return fmt.Errorf("the access log was tampered with: %d findings", len(report.Findings))
	}
	return nil
}

// openapi prints the description of the API; it needs no store.
func openapi(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(api.New(api.Options{Metrics: api.NewMetrics()}).OpenAPI())
}
