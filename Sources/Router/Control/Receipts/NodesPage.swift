import Dialects
import Fleet
import HTTPEngine
import Learning
import Routing
import Telemetry

/// `GET /fleet/nodes`: the machines, what runs on them and how they are, as the router knows it.
struct NodesPage: Sendable {
    let desk: Desk
    let enrolment: Enrolment
    let roster: BackendRoster

    func show(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .read) else { return }
        // Names and figures are put together outside of the desk's lock.
        let (situation, now) = desk.read { ($0.situation, $1) }
        let nodes = situation.fleet.nodes.filter { !$0.isForgotten }
        let time = SystemTime().wallTime.seconds
        let pending = enrolment.pending.map { JSONValue.object($0.shown(at: time)) }
        let paces = desk.readLog { log, fleet, _ in log.paces { fleet[$0].backend } }
        let entries = roster.entries
        let sources = Dictionary(entries.map { ($0.endpoint.description, $0.source) }) { first, _ in first }
        let more = More(sources: sources, paces: paces)
        await exchange.answer([
            "nodes": .array(nodes.map { .object(situation.shown($0, more, at: now)) } + pending),
            "not_seen": .array(entries.compactMap { notSeen($0, in: situation.fleet) }),
            "silent": .array(entries.compactMap { silence(of: $0) }),
        ])
    }

    /// One that did not answer when it was last asked.
    private func silence(of entry: BackendRoster.Entry) -> JSONValue? {
        guard let sight = roster.sight(of: entry), sight.isSilent else { return nil }
        return ["address": .string(entry.endpoint.description), "reason": .text(sight.reason)]
    }

    /// A backend that has not answered yet as any server that is known, so that it is on no node.
    private func notSeen(_ entry: BackendRoster.Entry, in fleet: FleetState) -> JSONValue? {
        if entry.isSeen(in: fleet) { return nil }
        let sight = roster.sight(of: entry)
        return [
            "node": .string(entry.node),
            "backend": .string(entry.endpoint.authority),
            "address": .string(entry.endpoint.description),
            "from": .string(entry.source.rawValue),
            "state": .text(sight?.word),
            "reason": .text(sight?.reason),
        ]
    }
}

/// What the fleet itself does not know.
private struct More {
    /// Of the backends that have no agent, by their addresses.
    let sources: [String: BackendRoster.Source]
    let paces: [BackendID: BackendPace]
}

extension PendingNodes.Entry {
    /// Of a machine that is not in the fleet yet no more is known than who it says it is.
    fileprivate func shown(at now: Int64) -> JSONObject {
        [
            "node": .string(name),
            "state": "pending",
            "id": .string(id),
            "address": .string(host),
            "has_agent": true,
            "heard_ago": .time(Seconds(Double(max(now - heard, 0)))),
            "waits": .time(Seconds(Double(max(now - since, 0)))),
            "labels": .texts([]),
            "backends": .array([]),
        ]
    }
}

extension Situation {
    fileprivate func shown(_ node: Node, _ more: More, at now: Instant) -> JSONObject {
        let profile = fleet.nodeProfiles[Int(node.id.index)]
        let backends = fleet.backends(of: node.id).filter { !fleet[$0].isGone }
        return [
            "node": .string(profile.name),
            "state": .string(node.hasLeft ? "left" : NodeState(node).rawValue),
            "held": .bool(node.isHeld),
            "has_agent": .bool(node.hasAgent),
            "heard_ago": .time(node.hasAgent ? now - node.heardAt : nil),
            "labels": .texts(profile.labels.sorted()),
            "thermal": .text(ThermalState.words.first { $0.1 == node.thermal }?.0),
            "pressure": .text(MemoryPressure.words.first { $0.1 == node.pressure }?.0),
            "foreign_load": .real(node.foreignLoad),
            "busy": node.busy.map { .object($0.shown) } ?? (node.isBusyKnown ? false : .null),
            "habit": experience.habits.week(of: node.id).map { .object(shown($0, node, at: now)) } ?? .null,
            "machine": profile.machine.map { .object($0.shown) } ?? .null,
            "backends": .array(backends.map { .object(shown($0, more, at: now)) }),
        ]
    }

    /// How likely the owner comes back within the next hour, and how much of the week that is founded on.
    private func shown(_ week: WeeklySlots, _ node: Node, at now: Instant) -> JSONObject {
        [
            "chance_within_hour": .real(experience.habits.outlook(node.id).chance(within: 3600, from: now)),
            "hours_known": .integer(week.hoursKnown),
            "minded": .bool(!node.ignoresHabits),
        ]
    }

    private func shown(_ id: BackendID, _ more: More, at now: Instant) -> JSONObject {
        let backend = fleet[id]
        let profile = fleet.backendProfiles[Int(id.index)]
        let occupancy = occupancy[Int(id.index)]
        let models = fleet.holdings(on: id).filter { fleet[$0].place != .gone }
        return [
            "backend": .string(profile.name),
            "kind": .string(backend.kind.rawValue),
            "address": .text(profile.address),
            "from": .string(profile.address.flatMap { more.sources[$0]?.rawValue } ?? "agent"),
            "reachable": .bool(backend.isReachable),
            "unready": .text(backend.unready?.description),
            "slots": .integer(backend.slots),
            "running": .integer(occupancy.running),
            "running_of_others": .integer(occupancy.foreignRunning),
            "waiting_there": .integer(occupancy.foreignWaiting),
            "last_wait": .time(more.paces[id]?.waited),
            "tokens_per_second": .real(more.paces[id]?.tokensPerSecond.map { ($0 * 10).rounded() / 10 }),
            "cache_use": .real(profile.cacheUse),
            "memory_total": .bytes(backend.memoryTotal),
            "memory_free": .bytes(backend.memoryFree),
            "models": .array(models.map { .object(shown($0, at: now)) }),
        ]
    }

    private func shown(_ id: HoldingID, at now: Instant) -> JSONObject {
        let holding = fleet[id]
        return [
            "model": .string(fleet.spellings[Int(id.index)]),
            "place": .string(holding.place.word),
            "unready": .text(holding.unready?.description),
            "slots": .integer(slots(id)),
            "running": .integer(running(id)),
            "size": .bytes(holding.size),
            "resident_size": .bytes(holding.isResident ? holding.residentSize : nil),
            "context_length": .integer(holding.contextLength),
            "context_max": .integer(holding.contextMax),
            "expires_in": .time(holding.expiresAt == .distantFuture ? nil : holding.expiresAt - now),
            "pinned": .bool(holding.isPinned),
        ]
    }
}

extension BusyFlag {
    fileprivate var shown: JSONObject {
        [
            "cause": .text(Cause.words.first { $0.1 == cause }?.0),
            "policy": .text(Policy.words.first { $0.1 == policy }?.0),
            "chance": .real(chance),
        ]
    }
}

extension MachineReport {
    fileprivate var shown: JSONObject {
        [
            "chip": .text(chip),
            "processors": .integer(processors),
            "memory": .bytes(memory),
            "disk_free": .bytes(diskFree),
            "on_battery": isOnBattery.map { .bool($0) } ?? .null,
            "charge": .real(charge),
        ]
    }
}

extension Holding.Place {
    fileprivate var word: String {
        switch self {
        case .gone: "gone"
        case .disk: "disk"
        case .loading: "loading"
        case .resident: "resident"
        }
    }
}
