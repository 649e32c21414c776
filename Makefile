# What to type. `make` by itself lists it.

PORTABLE_FLAGS := --explicit-target-dependency-import-check error
# On macOS the Swift runtime is part of the system; on Linux it goes into the program, which then starts in a third of the time.
RELEASE_FLAGS := -c release $(PORTABLE_FLAGS) $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
FOLDERS := $(wildcard Sources Tests Benchmarks)

.DEFAULT_GOAL := help
.PHONY: help setup setup-bench setup-sdk setup-network build install uninstall run test test-install test-sdk test-real test-network simulate bench bench-routing bench-decision bench-nodes fuzz format lint clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the system packages that are missing (apt or brew)
	@bash Config/setup/setup.sh

setup-bench: ## Install nginx, HAProxy and wrk to compare with
	@bash Config/setup/setup.sh bench

setup-sdk: setup ## Install what test-sdk needs
	@bash Config/setup/setup.sh sdk

setup-network: ## Install avahi-daemon and what else test-network needs
	@bash Config/setup/setup.sh network

build: setup ## Build the release programs
	swift build $(RELEASE_FLAGS) --product herd
	swift build $(RELEASE_FLAGS) --product herd-node

install: ## Install the built programs and their services; PREFIX=/usr/local DESTDIR=
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" PROGRAMS="$(PROGRAMS)" bash Config/setup/install.sh install

uninstall: ## Remove them; settings and data stay unless PURGE=1
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" PURGE="$(PURGE)" bash Config/setup/install.sh uninstall

run: build ## Build and start a router and a node, with the practice model if there is no server; ARGS="--port 8080"
	bash Config/setup/run.sh $(ARGS)

# A few tests at a time: all at once on two cores keep each other waiting for longer than any of them is patient.
test: setup ## Run all tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 swift test $(PORTABLE_FLAGS)

test-install: ## Try install and uninstall in a temporary folder, with the programs of the debug build
	@bash Tests/Installation/run.sh

test-sdk: setup-sdk ## Try the clients' own packages (openai, anthropic, ollama); ARGS="-k tool"
	@bash Tests/Conformance/run.sh $(ARGS)

test-real: setup-sdk ## The same over a real one; LLAMA_SERVER=PATH MODEL=FILE.gguf
	@bash Tests/Conformance/real.sh $(ARGS)

test-network: setup setup-network ## Routers and agents that find each other, on a network of their own (Linux; as root)
	swift build
	bash Tests/Network/discovery.sh

bench: build ## Measure Herd beside nginx and HAProxy
	bash Benchmarks/run.sh $(ARGS)

simulate: ## Run 200 seeds through the router, one of them new; SEED=0x5eed41 replays one, COUNT=50 that many
	swift run -c release simulate $(SEED) $(COUNT)

bench-routing: ## Compare routing policies over 64 situations, into Docs/Routing-quality.md; ARGS="cells=mixed seeds=2" only prints
	swift build -c release --product bench-routing
	bash Benchmarks/bench-routing.sh $(ARGS)

bench-nodes: ## Measure what 500 nodes cost their router, and an agent its machine in ten minutes; ARGS="--minutes 1"
	python3 -B Benchmarks/bench-nodes.py $(ARGS)

bench-decision: ## Measure what one routing decision costs
	swift run -c release bench-decision

fuzz: ## Compare the parsers with a slow reference; INPUTS=10000000 SEED=1, else a new seed
	sh Benchmarks/Fuzz/run.sh $(or $(INPUTS),10000000) $(SEED)

format: ## Put all code into its form
	swift format --in-place --recursive --parallel $(FOLDERS) Package.swift

lint: ## Check the form of the code
	swift format lint --strict --recursive --parallel $(FOLDERS) Package.swift

clean: ## Remove everything that was built
	rm -rf .build
