#!/usr/bin/env bash
# Installs what Herd needs from the system and is not there yet. Says what it does before it does it; does nothing if all is there.
#
#   setup.sh          what building, testing and running needs
#   setup.sh sdk      what `make test-sdk` installs the clients' packages with
#   setup.sh bench    what `make bench` compares Herd with
set -euo pipefail

# What is looked for | Debian package | Homebrew formula | what it is for. A dash: comes with the system or is not needed there.
build_needs='
header stdio.h         | libc6-dev  | - | the C headers that Swift imports
compiler crtbeginS.o   | gcc        | - | the start-up objects that Swift programs are linked with
compiler libstdc++.so  | g++        | - | the C++ library that the Swift runtime uses
command ld             | binutils   | - | the linker
library libcurl.so.4   | libcurl4   | - | what https backends are spoken to with, when there are any
header sqlite3.h       | libsqlite3-dev | - | the database that keeps what Herd learned
command openssl        | openssl    | - | the tests of https make their own certificates
command python3        | python3    | - | the tests of https have it play the other side
command make           | make       | - | the commands in the Makefile
command git            | git        | - | the Swift package manager
'
sdk_needs='
command python3  | python3      | - | the clients that are tried are for Python
python ensurepip | python3-venv | - | a place of their own for these clients
'
bench_needs='
command nginx   | nginx    | nginx    | a proxy to compare with
command haproxy | haproxy  | haproxy  | a proxy to compare with
command wrk     | wrk      | wrk      | the source of load
'

main() {
    case "${1:-build}" in
        build) check_swift; install_missing "$build_needs" ;;
        sdk) install_missing "$sdk_needs" ;;
        bench) install_missing "$bench_needs" ;;
        *) say "usage: setup.sh [sdk|bench]"; exit 64 ;;
    esac
}

say() { printf 'setup: %s\n' "$*"; }

# Swift itself is not in the package managers; a wrong or missing one is only reported.
check_swift() {
    local version
    if ! command -v swift >/dev/null; then
        say "Swift 6.2 or newer is needed and not found: see https://www.swift.org/install"
        exit 1
    fi
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    case "$version" in
        [0-5].* | 6.[01]) say "Swift 6.2 or newer is needed, this is $version: see https://www.swift.org/install"; exit 1 ;;
    esac
}

install_missing() {
    local system packages='' what debian brew why package
    system=$(uname -s)
    while IFS='|' read -r what debian brew why; do
        [ -n "${what// /}" ] || continue
        is_there $what && continue
        if [ "$system" = Darwin ]; then package=${brew// /}; else package=${debian// /}; fi
        [ "$package" != - ] || { explain_command_line_tools "$what"; exit 1; }
        say "missing: $package (${why# })"
        packages="$packages $package"
    done <<<"$1"
    if [ -z "$packages" ]; then
        say "everything is there"
    elif [ "$system" = Darwin ]; then
        install_with_brew $packages
    else
        install_with_apt $packages
    fi
}

# $1 kind, $2 name
is_there() {
    case "$1" in
        # Servers lie in sbin, which is not on every user's path.
        command) PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$2" >/dev/null ;;
        python) python3 -c "import venv, $2" 2>/dev/null ;;
        header) [ "$(uname -s)" = Darwin ] || [ -e "/usr/include/$2" ] || compgen -G "/usr/include/*/$2" >/dev/null ;;
        library) [ "$(uname -s)" = Darwin ] || ldconfig -p 2>/dev/null | grep -qF "$2" || compgen -G "/usr/lib/*/$2" >/dev/null ;;
        compiler) [ "$(uname -s)" = Darwin ] || compgen -G "/usr/lib/gcc/*/*/$2" >/dev/null ;;
    esac
}

explain_command_line_tools() {
    say "missing: $1. On macOS it comes with Apple's command line tools: xcode-select --install"
}

install_with_apt() {
    local as_root=()
    if ! command -v apt-get >/dev/null; then
        say "this system has no apt-get; install with its own package manager what Debian calls: $*"
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "not root, and there is no sudo. As root: apt-get install --yes --no-install-recommends $*"
            exit 1
        fi
        as_root=(sudo)
        say "sudo may ask for your password"
    fi
    say "running: ${as_root[*]:+${as_root[*]} }apt-get install --yes --no-install-recommends $*"
    "${as_root[@]}" apt-get update --quiet
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
    say "installed:" "$@"
    # The benchmark starts its own, on ports of its own.
    case " $* " in *" nginx "* | *" haproxy "*) say "Debian starts proxies as services; if unwanted: systemctl disable --now nginx haproxy" ;; esac
}

install_with_brew() {
    if ! command -v brew >/dev/null; then
        say "Homebrew is needed to install: $*. See https://brew.sh"
        exit 1
    fi
    say "running: brew install $*"
    brew install "$@"
    say "installed:" "$@"
}

main "$@"
