#!/bin/sh
# Fuzzes the parsers against the slow reference, a million inputs at a time: run.sh [INPUTS [SEED]].
# Without a seed a new one is drawn and printed: with it, the same inputs come again.
set -eu
cd "$(dirname "$0")/../.."
inputs=${1:-10000000}
seed=${2:-$(($(od -An -N4 -tu4 /dev/urandom) * 1000000000))}
swift build -c release --product herd-fuzz-parser
fuzzer=$(swift build -c release --show-bin-path)/herd-fuzz-parser
export SWIFT_BACKTRACE=enable=no

echo "fuzzing: $inputs inputs from seed $seed"
while [ "$inputs" -gt 0 ]; do
    piece=$((inputs < 1000000 ? inputs : 1000000))
    status=0
    "$fuzzer" "$piece" "$seed" || status=$?
    if [ "$status" -gt 1 ]; then
        echo "the parser crashed (status $status) on"
        "$fuzzer" "$piece" "$seed" show 2>/dev/null | tail -n 1
    fi
    [ "$status" -eq 0 ] || exit 1
    inputs=$((inputs - piece))
    seed=$((seed + piece))
done
