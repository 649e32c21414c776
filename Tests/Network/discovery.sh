#!/usr/bin/env bash
# Routers and agents on a small network of its own, with the real avahi-daemon: who finds whom, what happens when a router is lost
# and comes back elsewhere, when Avahi is started again or is not there, and when there are several routers.
#
# Each "machine" is a set of namespaces (network, mounts, processes, host name) with a /run, a bus and an avahi-daemon of its own,
# on a switch that nothing else is connected to. Needs root; nothing outside of it is changed, and all of it ends with this script.
#
#   discovery.sh [FOLDER OF THE PROGRAMS]        .build/debug by default
set -euo pipefail
cd "$(dirname "$0")/../.."

programs=$(realpath "${1:-.build/debug}")
seconds_max=45

skip() { printf 'skipped: %s\n' "$*"; exit 0; }

[ "$(uname -s)" = Linux ] || skip "needs Linux's namespaces"
[ "$(id -u)" -eq 0 ] || skip "needs root, for namespaces: sudo make test-network"
PATH="$PATH:/usr/sbin:/sbin"
for tool in avahi-daemon dbus-daemon ip unshare nsenter curl; do
    command -v "$tool" >/dev/null || skip "$tool is not installed: make setup-network"
done
for program in herd herd-node; do
    [ -x "$programs/$program" ] || { echo "$programs/$program is not built: swift build"; exit 1; }
done

folder=$(mktemp -d)
holders=()
declare -A holder=()

# The first process of a machine takes all others with it.
clean() {
    local code=$? pid
    trap - EXIT INT TERM
    if [ "$code" -ne 0 ]; then show_logs; fi
    for pid in "${holders[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$folder"
    exit "$code"
}
trap clean EXIT
trap 'exit 130' INT TERM

show_logs() {
    local log
    for log in "$folder"/*.log; do
        [ -e "$log" ] || continue
        printf -- '---- %s\n' "$(basename "$log")"
        tail -n 40 "$log"
    done
}

# MARK: machines

# $1 its name. Waits until it is there.
add_machine() {
    local name=$1
    unshare --net --mount --uts --pid --fork --kill-child --mount-proc \
        bash -c "mount -t tmpfs tmpfs /run && mkdir /run/dbus && hostname $name && touch $folder/$name.up && exec sleep infinity" \
        2>"$folder/$name.holder.log" &
    holders+=($!)
    until_true "the machine $name" test -e "$folder/$name.up"
    # What unshare has forked is the machine's first process.
    holder[$name]=$(pgrep -P "${holders[-1]}")
    on "$name" ip link set lo up
}

on() {
    local name=$1
    shift
    nsenter --target "${holder[$name]}" --net --mount --uts --pid -- "$@"
}

# $1 machine, $2 its address
connect() {
    # Only the switch's network is entered: its own processes do not see those of the others.
    nsenter --target "${holder[switch]}" --net -- \
        ip link add "$1" type veth peer name eth0 netns "${holder[$1]}"
    on switch ip link set "$1" master bridge0 up
    on "$1" ip address add "$2/24" dev eth0
    on "$1" ip link set eth0 up
}

start_bus() {
    on "$1" dbus-daemon --system --nofork --nopidfile >>"$folder/$1.bus.log" 2>&1 &
    until_true "the bus on $1" on "$1" test -S /run/dbus/system_bus_socket
}

start_avahi() {
    printf '[server]\nallow-interfaces=eth0\nratelimit-interval-usec=1000000\nratelimit-burst=1000\n[publish]\n[rlimits]\n' \
        >"$folder/avahi.conf"
    on "$1" avahi-daemon --no-drop-root --no-chroot --no-rlimits --file "$folder/avahi.conf" >>"$folder/$1.avahi.log" 2>&1 &
    until_true "avahi-daemon on $1" on "$1" test -e /run/avahi-daemon/pid
}

stop_avahi() {
    on "$1" avahi-daemon --kill
    until_true "the end of avahi-daemon on $1" not on "$1" test -e /run/avahi-daemon/pid
}

# MARK: programs

# $1 machine, $2 a name for its log and data, then the flags
router() {
    local machine=$1 name=$2
    shift 2
    on "$machine" "$programs/herd" --data-dir "$folder/data-$name" --beat-interval 500ms "$@" >>"$folder/$name.log" 2>&1 &
}

agent() {
    local machine=$1 name=$2
    shift 2
    on "$machine" "$programs/herd-node" --data-dir "$folder/data-$name" --find-servers=no --name "$name" "$@" \
        >>"$folder/$name.log" 2>&1 &
}

# $1 machine, $2 the name of a program's data, $3 a signal: ends that one and no other.
end() {
    on "$1" bash -c 'kill "-$1" "$(head -n 1 "$2/lock")"' _ "$3" "$folder/data-$2"
}

# MARK: what must come

not() { ! "$@"; }

# $1 what is waited for, then a command
until_true() {
    local what=$1 end=$((SECONDS + seconds_max))
    shift
    until "$@" 2>/dev/null; do
        if [ "$SECONDS" -ge "$end" ]; then
            printf 'FAILED: %s did not come within %s s\n' "$what" "$seconds_max"
            exit 1
        fi
        sleep 0.1
    done
}

# $1 a log's name, $2 a pattern, $3 how often at least
says() { [ "$(grep -c -E "$2" "$folder/$1.log")" -ge "${3:-1}" ]; }

must_say() {
    until_true "\"$2\" of $1" says "$@"
    printf 'ok: %s says: %s\n' "$1" "$(grep -E "$2" "$folder/$1.log" | tail -n 1 | cut -c 26-)"
}

must_not_say() {
    if says "$1" "$2"; then
        printf 'FAILED: %s says what it must not: %s\n' "$1" "$2"
        exit 1
    fi
}

# $1 machine of the router, $2 its URL, $3 a node, $4 its state
shows() { on "$1" curl -sS --max-time 2 "$2/fleet/nodes" | grep -q "\"node\":\"$3\",\"state\":\"$4\""; }

main() {
    for name in switch attic cellar desk plain; do add_machine "$name"; done
    on switch ip link add bridge0 type bridge
    on switch ip link set bridge0 up
    connect attic 10.77.0.2
    connect cellar 10.77.0.3
    connect desk 10.77.0.4
    connect plain 10.77.0.5
    for name in attic cellar desk; do start_bus "$name"; start_avahi "$name"; done

    echo '== an agent without any settings finds the router of its fleet, which comes later'
    agent desk one --fleet home
    router attic home --fleet home
    must_say home 'announced on the local network .*"home on attic"'
    must_say one 'joined router=http://10.77.0.2:11435'
    until_true 'the node at the router' shows attic http://127.0.0.1:11435 one online

    echo '== two routers on one network, each with a fleet of its own'
    router cellar office --fleet office
    agent desk two --fleet office
    must_say two 'joined router=http://10.77.0.3:11435'
    must_not_say one '10.77.0.3'
    must_not_say two '10.77.0.2'

    echo '== a router is lost, and comes back at another address'
    end attic home KILL
    must_say one 'no router answers'
    on attic ip address del 10.77.0.2/24 dev eth0
    on attic ip address add 10.77.0.22/24 dev eth0
    router attic home --fleet home
    must_say one 'joined router=http://10.77.0.22:11435'
    until_true 'the node at the router' shows attic http://127.0.0.1:11435 one online

    echo '== the same on the agent: started again, it knows its router'
    end desk one TERM
    must_say one ' stopped'
    agent desk one --fleet home
    must_say one 'asking a router .*10.77.0.22.*joined last'
    must_say one 'joined router=http://10.77.0.22:11435' 2

    echo '== the router is cut off without a goodbye, and comes back at a third address'
    on switch ip link set attic down
    must_say one 'no router answers.*10.77.0.22'
    on attic ip address del 10.77.0.22/24 dev eth0
    on attic ip address add 10.77.0.23/24 dev eth0
    on switch ip link set attic up
    must_say one 'joined router=http://10.77.0.23:11435'
    until_true 'the node at the router' shows attic http://127.0.0.1:11435 one online

    echo '== avahi-daemon is started again under the router, and under the agent'
    stop_avahi attic
    must_say home 'no discovery: .*--router URL'
    start_avahi attic
    must_say home 'announced on the local network' 3
    stop_avahi desk
    must_say one 'no discovery .*--router URL'
    must_not_say one 'no router answers .*10.77.0.23'
    start_avahi desk
    agent desk three --fleet home
    must_say three 'joined router=http://10.77.0.23:11435'

    echo '== two routers of one fleet, even of one name: both are found, one is joined, and the other is named'
    router attic second --fleet home --port 11500
    must_say second 'announced on the local network .*#2'
    must_say three 'several routers of this fleet.*others=http://10.77.0.23:11500'
    end attic second TERM
    must_say second ' stopped'

    echo '== a router on loopback only is not announced'
    router cellar quiet --fleet quiet --host 127.0.0.1 --port 11600
    must_say quiet 'not announced on the local network: it listens on loopback only'

    echo '== without avahi-daemon a router and an agent say so; --router joins all the same'
    router plain lonely --fleet lonely
    must_say lonely 'no discovery: .*--router URL'
    agent plain four --fleet home
    must_say four 'no discovery .*--router URL'
    agent plain five --fleet home --router http://10.77.0.23:11435
    must_say five 'joined router=http://10.77.0.23:11435'
    must_not_say five 'no discovery'

    echo '== Avahi comes later, to both'
    start_bus plain
    start_avahi plain
    must_say four 'joined router=http://10.77.0.23:11435'
    must_say lonely 'announced on the local network'

    echo '== a router on another machine of the same name takes another name'
    on plain hostname attic
    router plain twin --fleet home --port 11800
    must_say twin 'announced on the local network .*"home on attic #2"'
    end plain twin TERM
    must_say twin ' stopped'

    echo '== without its library both programs start, and say so'
    on cellar bash -c 'mount --bind /dev/null "$(ldconfig -p | sed -n "s/.*libavahi-client.so.3 .*=> //p" | head -n 1)"'
    router cellar bare --fleet bare --port 11700
    must_say bare "Avahi's library is not installed"
    agent cellar six --fleet home
    must_say six "Avahi's library is not installed"

    echo 'all of it came'
}

main
