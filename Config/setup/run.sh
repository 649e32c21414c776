#!/usr/bin/env bash
# Starts a router and this machine's agent, until Ctrl-C. Arguments are the router's.
set -euo pipefail
cd "$(dirname "$0")/../.."

port=11435
previous=
for word in "$@"; do
    if [ "$previous" = --port ]; then port=$word; fi
    case "$word" in --port=*) port=${word#--port=} ;; esac
    previous=$word
done

.build/release/herd-node --router "http://127.0.0.1:$port" &
node=$!
trap 'kill "$node" 2>/dev/null || true; wait "$node" || true' EXIT
.build/release/herd try --agent "$@"
