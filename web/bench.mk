# Included by the Makefile: the time from the click on "Deelnemen" to the first picture, JOINS times.
.PHONY: bench-join
bench-join: build
	cd web && npx vitest run --config test/e2e/bench.config.ts
