# make simulate SEED=0x5eed41 replays one seed; COUNT=200 runs that many from there.
SEED ?= 1
COUNT ?= 1

.PHONY: simulate bench-decision bench-routing

simulate:
	swift run -c release simulate $(SEED) $(COUNT)

bench-decision:
	swift run -c release bench-decision

bench-routing:
	swift run -c release bench-routing
