import Dialects
import Fleet
import HTTPEngine
import Routing

/// `GET /fleet/status`: how the whole stands, in a few figures.
struct StatusPage: Sendable {
    let desk: Desk
    let roster: BackendRoster
    let version: String
    let fleet: String
    let keeping: Keeping?
    private let startedAt = Desk.now

    init(desk: Desk, roster: BackendRoster, keeping: Keeping?, _ options: RouterOptions) {
        self.desk = desk
        self.roster = roster
        self.keeping = keeping
        version = options.version
        fleet = options.fleetName
    }

    func show(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .read) else { return }
        let isKept = await keeping?.isKept ?? false
        let (dispatcher, now) = desk.read { ($0, $1) }
        let situation = dispatcher.situation
        let present = situation.fleet.backends.filter { !$0.isGone }
        await exchange.answer([
            "version": .string(version),
            "fleet": .string(fleet),
            "uptime": .time(now - startedAt),
            "keeps": .bool(isKept),
            "nodes": .object(Self.states(of: situation.fleet)),
            "backends": [
                "serving": .integer(present.count { situation.fleet.serves($0) }),
                "all": .integer(present.count + roster.unseenCount(in: situation.fleet)),
            ],
            "models": .object(Self.models(situation.fleet)),
            "requests": [
                "running": .integer(situation.occupancy.reduce(0) { $0 + $1.running }),
                "waiting": .integer(dispatcher.waiting),
                "ended": .object(
                    JSONObject(
                        DispatchTally.End.allCases.map {
                            JSONObject.Member($0.label, .integer(dispatcher.tally.ends[$0]))
                        }
                    )
                ),
            ],
        ])
    }

    private static func states(of fleet: FleetState) -> JSONObject {
        var counts: [NodeState: Int] = [:]
        for node in fleet.nodes where !node.isForgotten { counts[NodeState(node), default: 0] += 1 }
        return JSONObject(NodeState.allCases.map { JSONObject.Member($0.rawValue, .integer(counts[$0] ?? 0)) })
    }

    /// What can be asked for now, and what of that is in memory somewhere.
    private static func models(_ fleet: FleetState) -> JSONObject {
        var known = 0
        var resident = 0
        for ids in fleet.holdingsByModel {
            let present = ids.filter { fleet[$0].place != .gone && fleet.serves(fleet[fleet[$0].backend]) }
            known += present.isEmpty ? 0 : 1
            resident += present.contains { fleet[$0].isResident } ? 1 : 0
        }
        return ["known": .integer(known), "in_memory": .integer(resident)]
    }
}

extension FleetState {
    /// It answers, and its node may be sent requests.
    fileprivate func serves(_ backend: Fleet.Backend) -> Bool {
        let node = self[backend.node]
        return !backend.isGone && backend.isReachable && backend.unready == nil && node.liveness != .offline
            && !(node.isHeld || node.isDraining || node.isPaused)
    }
}
