#!/usr/bin/env bash
# Builds herd and the benchmark's load, then measures herd beside nginx and HAProxy: see Benchmarks/README.md.
#
#   run.sh [FIGURE…] [--runs N] [--quick] [--check] [--json FILE]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Linux ]; then
    echo "bench: what a process costs is read from /proc: this needs Linux" >&2
    exit 69
fi
for program in nginx haproxy; do
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$program" >/dev/null ||
        echo "bench: $program is missing, its columns stay empty: make setup-bench" >&2
done

# The flags of `make build`, so that nothing is built twice.
for product in herd herd-bench-load; do
    swift build -c release --explicit-target-dependency-import-check error --static-swift-stdlib --product "$product" >&2
done
exec python3 -B Benchmarks/Harness "$@"
