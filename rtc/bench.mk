# Included by the Makefile: make bench-rtc measures the media engine against
# the reference. Figures and how to read them: rtc/BENCH.md.
ROOMS  ?= 4
PEOPLE ?= 8
RUNS   ?= 5
TIME   ?= 20s

BENCH := build/bench-load -ours build/bench-kring -time $(TIME)
BESIDE := $(BENCH) -theirs build/bench-reference

.PHONY: bench-rtc bench-rtc-build bench-rtc-whole
bench-rtc: bench-rtc-build ## all tables of rtc/BENCH.md, about 25 minutes
	@echo "## 4 x 8, the figure that counts"
	$(BESIDE) -rooms $(ROOMS) -people $(PEOPLE) -runs $(RUNS)
	@echo "## 4 x 8, ours without segmentation offload (GSO)"
	$(BESIDE) -rooms $(ROOMS) -people $(PEOPLE) -runs $(RUNS) -single
	@echo "## 1 x 8"
	$(BESIDE) -rooms 1 -people $(PEOPLE) -runs $(RUNS)
	@echo "## 8 x 8: more than two cores carry together with the clients"
	$(BESIDE) -rooms 8 -people $(PEOPLE) -runs 1
	$(BENCH) -rooms 8 -people $(PEOPLE) -runs 1 -repair
	$(MAKE) bench-rtc-whole

bench-rtc-whole: ## resident memory of the whole server with a meeting of eight
	KRING_BENCH=1 go test -count=1 -run TestAWholeMeeting -v ./server

bench-rtc-build:
	@mkdir -p build
	go build -o build/bench-load ./rtc/rtctest/bench
	go build -o build/bench-kring ./rtc/rtctest/serve
	cd rtc/rtctest/reference && go build -o ../../../build/bench-reference .
