package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// compose is what the test looks at in docker-compose.yml.
type compose struct {
	Services map[string]struct {
		Image, Build string
		Command      []string
		Environment  map[string]string
		Ports        []string
		Volumes      []string
	}
}

// TestCompose: the file that operators start from fits this program, and
// MongoDB in it is a replica set with a password that nobody else can reach.
func TestCompose(t *testing.T) {
	b, err := os.ReadFile("../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	var c compose
	if err := yaml.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	kring, mongo := c.Services["kring"], c.Services["mongo"]
	var env []string
	for name, value := range kring.Environment {
		if !slices.Contains(variables, name) {
			t.Errorf("kring has no variable %s", name)
		}
		env = append(env, name+"="+filled(value))
	}
	// All is accepted but the key's place, which this machine lacks.
	if _, err := readConfig(env, false, false); err == nil || !regexp.MustCompile(`^KRING_KEY_FILE: .*/run/secrets/.*no such file or directory$`).MatchString(err.Error()) {
		t.Errorf("the configuration is refused: %v", err)
	}
	if uri := kring.Environment["MONGODB_URI"]; !regexp.MustCompile(`^mongodb://[a-z]+:\$\{MONGO_PASSWORD:\?\}@mongo:27017/\?.*replicaSet=kring`).MatchString(uri) {
		t.Errorf("MONGODB_URI %s", uri)
	}
	if len(mongo.Ports) != 0 || !strings.HasPrefix(mongo.Image, "mongo:") {
		t.Errorf("mongo is %s and publishes %v", mongo.Image, mongo.Ports)
	}
	if mongo.Environment["MONGO_INITDB_ROOT_PASSWORD"] != "${MONGO_PASSWORD:?}" {
		t.Error("mongo starts without a password")
	}
	if args := strings.Join(mongo.Command, " "); !strings.Contains(args, "--replSet kring") || !strings.Contains(args, "--keyFile ") {
		t.Errorf("mongo is no replica set with members that know each other: %s", args)
	}
	for _, p := range kring.Ports {
		if strings.HasSuffix(p, ":8080") && !strings.HasPrefix(p, "127.0.0.1:") {
			t.Errorf("http without TLS is published as %s", p)
		}
	}
	if key := kring.Environment["KRING_KEY_FILE"]; strings.HasPrefix(key, "/data") || !mounted(kring.Volumes, key) {
		t.Errorf("the master key %s is with the data, or nowhere: %v", key, kring.Volumes)
	}
}

// filled is a value as it is with the operator's own settings.
func filled(value string) string {
	return regexp.MustCompile(`\$\{([A-Z_]+)[^}]*\}`).ReplaceAllStringFunc(value, func(v string) string {
		switch {
		case strings.Contains(v, "_URL:-"), strings.Contains(v, "PROXIES"):
			return ""
		case strings.Contains(v, "_URL"):
			return "https://kring.example.nl"
		case strings.Contains(v, "_IP"):
			return "192.0.2.1"
		}
		return "x"
	})
}

func mounted(volumes []string, path string) bool {
	return slices.ContainsFunc(volumes, func(v string) bool { return strings.Contains(v, ":"+path) && strings.HasSuffix(v, ":ro") })
}

// TestDockerfile: what the image sets is known, and it runs as nobody.
func TestDockerfile(t *testing.T) {
	b, err := os.ReadFile("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	env := 0
	for _, m := range regexp.MustCompile(`(?m)^ENV (.*)$`).FindAllStringSubmatch(string(b), -1) {
		for _, kv := range strings.Fields(m[1]) {
			env++
			if name, _, _ := strings.Cut(kv, "="); !slices.Contains(variables, name) {
				t.Errorf("ENV %s: kring has no such variable", kv)
			}
		}
	}
	last := string(b[strings.LastIndex(string(b), "\nFROM "):])
	if env == 0 || !strings.Contains(last, "\nUSER kring\n") || !strings.Contains(last, `ENTRYPOINT ["kring"]`) {
		t.Errorf("the last stage sets %d variables:\n%s", env, last)
	}
}

// TestComposeOfTwo: the second server fits this program too, and between the two
// is TLS and a token.
func TestComposeOfTwo(t *testing.T) {
	b, err := os.ReadFile("../docker-compose.two.yml")
	if err != nil {
		t.Fatal(err)
	}
	var c compose
	if err := yaml.Unmarshal(b, &c); err != nil {
		t.Fatal(err)
	}
	var env []string
	for name, value := range c.Services["kring-2"].Environment {
		if !slices.Contains(variables, name) {
			t.Errorf("kring has no variable %s", name)
		}
		env = append(env, name+"="+filled(value))
	}
	_, err = readConfig(env, false, false)
	for line := range strings.SplitSeq(fmt.Sprint(err), "\n") { // the files are not on this machine
		if !strings.HasSuffix(line, "no such file or directory") {
			t.Errorf("the configuration is refused: %s", line)
		}
	}
	nats := c.Services["nats"]
	if args := strings.Join(nats.Command, " "); len(nats.Ports) != 0 || !strings.Contains(args, "--tls ") || !strings.Contains(args, "--auth ${NATS_TOKEN:?}") {
		t.Errorf("a stranger reaches NATS: %v %s", nats.Ports, args)
	}
}
