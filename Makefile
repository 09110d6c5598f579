# The two commands are `make run` and `make test`; CI calls `make test`. The rest are their parts.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
GOTESTSUM := go run gotest.tools/gotestsum@v1.13.0 --format pkgname --hide-summary=skipped
LINT := go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
RESULTS := build/results
GOFILES := $(shell find . -name '*.go' -not -path './web/node_modules/*' -not -path './build/*')

.PHONY: run test build web check unit contract e2e bench fuzz soak types deps bench-chat pictures
.DEFAULT_GOAL := build

run: build ## build everything and start the demo on http://127.0.0.1:8080
	exec bin/kring serve --demo

build: bin/kring

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund

web/dist/index.html: web/node_modules/.package-lock.json $(shell find web/src web/public web/index.html web/vite.config.* -type f 2>/dev/null)
	cd web && npm run build
	touch web/dist/.gitkeep

web: web/dist/index.html

bin/kring: web/dist/index.html $(GOFILES) go.sum
	go build -o bin/kring ./server

deps: ## what tests need beyond Go and Node
	tools/deps.sh

test: ## everything, as CI does
	tools/test.sh

check: web ## format, vet, lint, the rules of the tree, types, budgets
	@test -z "$$(gofmt -l $(GOFILES))" || { gofmt -l $(GOFILES); echo "gofmt these"; exit 1; }
	go vet ./...
	$(LINT) run ./...
	$(MAKE) types
	git diff --exit-code -- web/src/core/api-types.ts || { echo "API types drifted: make types, and commit"; exit 1; }
	cd web && npm run check

types: web/node_modules/.package-lock.json ## TypeScript from the server's own description
	@mkdir -p build web/dist
	go run ./server openapi > build/openapi.json
	cd web && npx --no-install openapi-typescript ../build/openapi.json -o src/core/api-types.ts

unit: web/node_modules/.package-lock.json ## Go under -race, the browser client's pure parts
	@mkdir -p $(RESULTS)
	$(GOTESTSUM) --junitfile $(RESULTS)/unit.xml -- -race -timeout 20m ./...
	cd web && npm test -- --reporter=default --reporter=junit --outputFile=../$(RESULTS)/vitest.xml

e2e: build ## real browsers against the real binary; chat and homework on MongoDB too
	@mkdir -p $(RESULTS)
	cd web && npm run e2e -- --reporter=default --reporter=junit --outputFile=../../../$(RESULTS)/e2e.xml
	@uri=$${MONGODB_URI:-$$(tools/mongo.sh uri 2>/dev/null || true)}; \
	if [ -z "$$uri" ]; then trap 'tools/mongo.sh stop' EXIT; uri=$$(tools/mongo.sh start); fi; \
	(cd web && E2E_MONGODB_URI=$$uri npm run e2e -- chat.e2e homework --reporter=default --reporter=junit --outputFile=../../../$(RESULTS)/e2e-mongo.xml)

pictures: build ## the pictures of docs/
	cd web && npx --no-install vitest run --config test/e2e/pictures.config.ts

fuzz: ## each fuzz target for FUZZTIME
	FUZZTIME=$${FUZZTIME:-5s} tools/fuzz.sh

soak: ## the long ones: kill -9 x 20, fuzz 10 minutes each
	KRING_SOAK=1 go test -race -count=1 -timeout 60m ./internal/store/... ./server/...
	FUZZTIME=10m tools/fuzz.sh

bench: build bench-chat bench-sockets bench-step bench-join bench-measure bench-million bench-rtc bench-rec ## figures, side by side with their references

bench-chat: ## durable round trip of a message, through a real socket
	go test -run '^$$' -bench . -skip NextStep -count 5 ./server/live ./internal/store/sqlitestore

-include tools/mongo.mk
-include rtc/bench.mk
-include groups/recording/bench.mk
-include server/live/bench.mk
-include groups/chat/bench.mk
-include homework/bench.mk
-include web/bench.mk
