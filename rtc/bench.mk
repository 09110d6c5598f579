# Included by the Makefile: make bench-rtc measures the media engine against
# the reference. Figures and how to read them: rtc/BENCH.md.
ROOMS  ?= 4
PEOPLE ?= 8
RUNS   ?= 5
TIME   ?= 20s

.PHONY: bench-rtc
bench-rtc:
	@mkdir -p build
	go build -o build/bench-load ./rtc/rtctest/bench
	go build -o build/bench-kring ./rtc/rtctest/serve
	cd rtc/rtctest/reference && go build -o ../../../build/bench-reference .
	build/bench-load -ours build/bench-kring -theirs build/bench-reference -rooms $(ROOMS) -people $(PEOPLE) -runs $(RUNS) -time $(TIME)
