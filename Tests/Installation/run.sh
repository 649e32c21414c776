#!/usr/bin/env bash
# Installs into a temporary folder, looks at what is there, and takes it away again. PROGRAMS is where the built programs are.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
programs=${PROGRAMS:-.build/debug}
root=$folder/root
export HOME=/home/somebody XDG_CONFIG_HOME= XDG_STATE_HOME=

main() {
    installs
    verifies_services
    keeps_data
    purges_data
    refuses
    printf 'make install and make uninstall do what they say\n'
}

# $1 install or uninstall, then more variables.
make_it() {
    local what=$1
    shift
    make --no-print-directory "$what" PROGRAMS="$programs" PREFIX=/opt/herd DESTDIR="$root" "$@"
}

fail() {
    printf 'FAILED: %s\n' "$1" >&2
    exit 1
}

expect() { "$@" || fail "$*"; }

installs() {
    mkdir -p "$root/opt/herd/bin"
    touch "$root/opt/herd/bin/another"
    make_it install >"$folder/said"
    # Over what is there already.
    make_it install >"$folder/said"
    expect grep -q "$root/opt/herd" "$folder/said"
    local program
    for program in herd herd-node; do
        expect "$root/opt/herd/bin/$program" --version
        expect cmp -s "Config/$program.conf" "$root/opt/herd/share/herd/$program.conf"
    done
    if grep -rIl '@PREFIX@' "$root"; then fail "a place was left open"; fi
    local services
    services=$(find "$root" -name '*.service' -o -name '*.plist' | wc -l)
    case "$(uname -s)" in
        Linux) expect [ "$services" -eq 4 ] ;;
        Darwin) expect [ "$services" -eq 2 ] ;;
    esac
}

# Where the programs are in the place that the services name, which is what is looked at first.
verifies_services() {
    local name
    PREFIX=$folder/here make --no-print-directory install PROGRAMS="$programs" PREFIX="$folder/here" >/dev/null
    if command -v systemd-analyze >/dev/null; then
        for name in herd herd-node; do
            verify "$folder/here/lib/systemd/system/$name.service"
            verify "$folder/here/lib/systemd/user/$name.service" --user
        done
    fi
    if command -v plutil >/dev/null; then
        for name in herd herd-node; do expect plutil -lint -s "Config/launchd/$name.plist"; done
    fi
}

# $1 the unit, then flags. What is said of other units of this machine is not ours.
verify() {
    local unit=$1
    shift
    systemd-analyze "$@" --man=no verify "$unit" >"$folder/verified" 2>&1 || true
    if grep -F "$(basename "$unit")" "$folder/verified"; then fail "$unit"; fi
}

keeps_data() {
    local kept
    for kept in etc/herd var/lib/private/herd home/somebody/.local/state/herd home/somebody/.config/herd; do
        mkdir -p "$root/$kept"
        touch "$root/$kept/file"
    done
    make_it uninstall >"$folder/said"
    for kept in etc/herd home/somebody/.config/herd; do
        expect test -f "$root/$kept/file"
        expect grep -q "Kept $root/$kept (PURGE=1" "$folder/said"
    done
    expect test -f "$root/opt/herd/bin/another"
    local left
    left=$(find "$root/opt" -type f | grep -vc '/another$' || true)
    expect [ "$left" -eq 0 ]
    # There is nothing left to take away, which is no fault.
    make_it uninstall >/dev/null
}

purges_data() {
    make_it install >/dev/null
    make_it uninstall PURGE=1 >/dev/null
    local left
    left=$(find "$root" -type f | grep -vc '/another$' || true)
    expect [ "$left" -eq 0 ]
}

refuses() {
    if make_it install PROGRAMS="$folder/none" >"$folder/said" 2>&1; then fail "programs that are not built"; fi
    expect grep -q 'make build first' "$folder/said"
    if make_it install PREFIX=here >"$folder/said" 2>&1; then fail "a prefix that is no place"; fi
    expect grep -q 'PREFIX must be a whole path' "$folder/said"
}

main
