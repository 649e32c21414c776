#!/usr/bin/env bash
# Drives Herd with the clients that people use: their packages come into a virtual environment below .build, at the versions
# that requirements.txt says. Arguments go to pytest: run.sh -k "openai and tool"
set -euo pipefail
cd "$(dirname "$0")/../.."

here=Tests/Conformance
home=.build/conformance
# A minute and a half of which is the clients themselves; a busy machine takes twice as long.
seconds_max=300

main() {
    install_clients
    swift build --product herd
    swift build --product fake-backend
    # No bytecode beside the sources, and whoever waits for ever is ended.
    PYTHONDONTWRITEBYTECODE=1 within "$seconds_max" "$home/venv/bin/python" -m pytest "$here" --quiet "$@"
}

install_clients() {
    if cmp -s "$here/requirements.txt" "$home/installed"; then return; fi
    rm -rf "$home"
    mkdir -p "$home"
    echo "installing the clients' packages into $home/venv"
    python3 -m venv "$home/venv"
    "$home/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$home/installed"
}

# macOS has no timeout(1).
within() {
    if command -v timeout >/dev/null; then timeout --kill-after=10 "$@"; else shift && "$@"; fi
}

main "$@"
