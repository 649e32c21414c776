#!/usr/bin/env bash
# Without arguments: measures everything and puts the tables into Docs/Routing-quality.md, below its line for that.
# With arguments: runs what they say and prints it. Both take one core, and step back for others.
set -euo pipefail
cd "$(dirname "$0")/.."

program=.build/release/bench-routing
document=Docs/Routing-quality.md
mark='<!-- Below this line everything is measured by make bench-routing. -->'

if [ $# -gt 0 ]; then
    exec nice -n 10 "$program" "$@"
fi

measured=$(mktemp)
trap 'rm -f "$measured"' EXIT
{
    sed "/^$mark\$/q" "$document"
    echo
    nice -n 10 "$program" seeds=5 jobs=600
    echo
    nice -n 10 "$program" seeds=2 jobs=600 ablation
    echo
    nice -n 10 "$program" seeds=5 jobs=600 grounds
} >"$measured"
cat "$measured" >"$document"
