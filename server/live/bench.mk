# Included by the Makefile: from "Volgende stap" until the last of 16 screens has it, and how far apart they hear of a film.
.PHONY: bench-step
bench-step:
	go test -run '^$$' -bench NextStep -benchtime 40x -count 3 ./server/live
