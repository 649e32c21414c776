#!/usr/bin/env bash
# Puts the built programs and their services in their places, or takes them away again.
#
#   install.sh install     PREFIX=/usr/local DESTDIR= PROGRAMS=.build/release
#   install.sh uninstall   the same; keeps settings and data unless PURGE=1
#
# PREFIX is where it will be found, DESTDIR a folder put in front of it for packages and tests. Nothing is started or stopped.
set -euo pipefail
cd "$(dirname "$0")/../.."

prefix=${PREFIX:-/usr/local}
root=${DESTDIR:-}
programs=${PROGRAMS:-.build/release}
system=$(uname -s)

main() {
    case "$prefix" in
        /*) ;;
        *) fail "PREFIX must be a whole path, and is $prefix" ;;
    esac
    case "${1:-}" in
        install) install_all ;;
        uninstall) uninstall_all ;;
        *) fail "say install or uninstall" ;;
    esac
}

fail() {
    printf 'install: %s\n' "$1" >&2
    exit 1
}

install_all() {
    local program
    for program in herd herd-node; do
        [ -x "$programs/$program" ] || fail "there is no $programs/$program: make build first"
    done
    for program in herd herd-node; do
        put 755 "$programs/$program" "bin/$program"
        put 644 "Config/$program.conf" "share/herd/$program.conf"
    done
    each_service put_service
    printf 'Installed in %s. Settings to start from: %s/share/herd/herd.conf\n' "$root$prefix" "$prefix"
    case "$system" in
        Linux) printf 'Start it with: systemctl daemon-reload && systemctl enable --now herd (or systemctl --user)\n' ;;
        Darwin) printf 'How to have it started: see the head of %s/share/herd/launchd/herd.plist\n' "$prefix" ;;
    esac
}

uninstall_all() {
    local program
    each_service remove_service
    for program in herd herd-node; do
        remove "bin/$program"
        remove "share/herd/$program.conf"
    done
    rmdir "$root$prefix/share/herd/launchd" "$root$prefix/share/herd" 2>/dev/null || true
    printf 'Removed from %s.\n' "$root$prefix"
    each_kept tell_or_purge
}

# $1 what to do with the template and the place of each service that this system knows.
each_service() {
    local name
    for name in herd herd-node; do
        case "$system" in
            Linux)
                "$1" "Config/systemd/system/$name.service" "lib/systemd/system/$name.service"
                "$1" "Config/systemd/user/$name.service" "lib/systemd/user/$name.service"
                ;;
            Darwin) "$1" "Config/launchd/$name.plist" "share/herd/launchd/$name.plist" ;;
        esac
    done
}

# $1 what to do with each folder of settings or data: the machine's, and those of the user who calls.
each_kept() {
    local name
    "$1" /etc/herd
    for name in herd herd-node; do
        "$1" "/var/lib/$name"
        "$1" "/var/lib/private/$name"
    done
    [ -n "${HOME:-}" ] || return 0
    case "$system" in
        Linux)
            "$1" "${XDG_CONFIG_HOME:-$HOME/.config}/herd"
            for name in herd herd-node; do "$1" "${XDG_STATE_HOME:-$HOME/.local/state}/$name"; done
            ;;
        Darwin) for name in Herd Herd-node; do "$1" "$HOME/Library/Application Support/$name"; done ;;
    esac
}

# $1 mode, $2 what, $3 where below the prefix.
put() {
    mkdir -p "$(dirname "$root$prefix/$3")"
    install -m "$1" "$2" "$root$prefix/$3"
}

put_service() {
    local text
    text=$(mktemp)
    sed "s|@PREFIX@|$prefix|g" "$1" >"$text"
    put 644 "$text" "$2"
    rm -f "$text"
}

remove_service() { remove "$2"; }

remove() { rm -f "$root$prefix/$1"; }

tell_or_purge() {
    local folder=$root$1
    # A link is a name of something that is listed too.
    if [ ! -d "$folder" ] && [ ! -L "$folder" ]; then return 0; fi
    if [ "${PURGE:-0}" = 1 ]; then
        rm -rf "$folder"
        printf 'Removed %s.\n' "$folder"
    else
        printf 'Kept %s (PURGE=1 removes it too).\n' "$folder"
    fi
}

main "$@"
