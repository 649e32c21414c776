#!/bin/sh
# Fuzzes the parsers against the slow reference: run.sh INPUTS SEED. Default: ten million inputs, a seed of today.
set -eu
cd "$(dirname "$0")/../.."
inputs=${1:-10000000}
seed=${2:-$(date +%Y%m%d)000000000}
swift build -c release --product herd-fuzz-parser
SWIFT_BACKTRACE=enable=no exec "$(swift build -c release --show-bin-path)/herd-fuzz-parser" "$inputs" "$seed"
