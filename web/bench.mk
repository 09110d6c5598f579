# Included by the Makefile: the time from the click on "Deelnemen" to the first picture, JOINS times.
.PHONY: bench-join
bench-join: build
	cd web && npx vitest run --config test/e2e/bench.config.ts

# Pages that need no account under Lighthouse's mobile throttling: medians of RUNS.
.PHONY: bench-page
bench-page: build
	cd web/test/page && npm ci --ignore-scripts --no-audit --no-fund
	node web/test/page/page.mjs
