# Included by the Makefile: what a recording costs, how soon it can be watched, and 200 people who watch one.
# Figures and how to read them: groups/recording/BENCH.md.
.PHONY: bench-rec bench-rec-quick
bench-rec: ## about an hour on two cores
	go test -run '^$$' -bench Meeting -benchtime 1x -timeout 2h ./groups/recording
	go test -run '^$$' -bench Watch -benchtime 1x -timeout 1h ./server

bench-rec-quick: ## the last two minutes of each meeting ten times as fast
	go test -run '^$$' -bench Meeting -benchtime 1x -timeout 1h -short ./groups/recording
