# Included by the Makefile. bench-step: from "Volgende stap" until the last of 16 screens has it, and how far apart they hear of
# a film. bench-sockets: 5,000 sockets, the Centrifuge library beside Kring without and with its store (server/live/BENCH.md).
SOCKETS ?= 5000
CHANNELS ?= 500
SOCKETRUNS ?= 5
SOCKETTIME ?= 10s
SOCKETNICE ?= nice -n -10
KRINGSOCKETS := build/bench-sockets-kring -test.run ^$$ -test.bench Serve -test.benchtime 1x
SOCKETLOAD := $(SOCKETNICE) build/bench-sockets -sockets $(SOCKETS) -groups $(CHANNELS)

.PHONY: bench-step bench-sockets
bench-step:
	go test -run '^$$' -bench NextStep -benchtime 40x -count 3 ./server/live

bench-sockets: ## CPU per delivered message, delivery, memory of an idle socket; TLS alone last
	@mkdir -p build
	cd server/live/bench && go build -o ../../../build/bench-sockets .
	go test -c -o build/bench-sockets-kring ./server/live
	$(SOCKETLOAD) -rate 200 -time $(SOCKETTIME) -runs $(SOCKETRUNS) \
		centrifuge=self 'bare=env BENCH_SERVE=bare $(KRINGSOCKETS)' 'whole=env BENCH_SERVE=whole $(KRINGSOCKETS)'
	$(SOCKETLOAD) -rate 0 -runs 1 'tls=env BENCH_SERVE=tls $(KRINGSOCKETS)'
