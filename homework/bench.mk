# Included by the Makefile: trends and group table over 100,000 responses, and autosave with 200 people typing.
# MONGODB_URI runs the same on MongoDB, in a database of its own.
.PHONY: bench-measure
bench-measure:
	KRING_BENCH=1 go test -run 'TestBenchMeasure' -count 1 -timeout 20m -v ./homework
