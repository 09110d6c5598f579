# Included by the Makefile: a store of a million messages. MONGODB_URI runs the same on MongoDB, in a database of its own.
.PHONY: bench-million
bench-million:
	KRING_BENCH=1 go test -run 'TestBenchMillion' -count 1 -timeout 40m -v ./groups/chat
