import Dialects
import Fleet
import HTTPEngine

/// The router's pages about its fleet.
struct FleetPages: Sendable {
    /// A node with many models says a lot, but not more than this.
    private static let heartbeatMax: UInt64 = 8 << 20

    let desk: Desk
    let enrolment: Enrolment
    let holds: NodeHolds
    let resolver: Resolver
    /// Its name.
    let fleet: String
    let beatInterval: Duration
    let acceptsForeignAddresses: Bool
    /// Tells this run of the router from every other: who joined another one has to say everything again.
    private let run = Int.random(in: 1..<1 << 52)

    init(
        desk: Desk,
        enrolment: Enrolment,
        holds: NodeHolds,
        resolver: Resolver,
        fleet: String,
        beatInterval: Duration,
        acceptsForeignAddresses: Bool
    ) {
        self.desk = desk
        self.enrolment = enrolment
        self.holds = holds
        self.resolver = resolver
        self.fleet = fleet
        self.beatInterval = beatInterval
        self.acceptsForeignAddresses = acceptsForeignAddresses
    }

    /// `POST /fleet/heartbeat`, as in Docs/API/heartbeat.md.
    func takeHeartbeat(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .post) else { return }
        exchange.allowBody(of: Self.heartbeatMax)
        do {
            let json = try await read(exchange)
            guard let host = exchange.clientHost else { return }
            let origin = HeartbeatOrigin(host: host, isLocal: exchange.clientIsLocal)
            let name = try await take(json, from: origin, at: exchange.loop.now)
            await exchange.answer(answer(to: name, at: origin))
        } catch let fault as BodyFault {
            if fault != .left { await exchange.complain(fault.status, fault.explanation) }
        } catch let fault as JSONFault {
            await exchange.complain(400, "The body is not valid JSON: \(fault)")
        } catch let fault as FieldReader.Fault {
            await exchange.complain(400, fault.text)
        } catch let refusal as HeartbeatRefusal {
            await refuse(exchange, refusal.status, refusal.text, "heartbeat")
        } catch let refusal as NodeRegistry.Refusal {
            await refuse(exchange, refusal.status, refusal.text, refusal.reason)
        } catch let refusal as NotTaken {
            await refuse(exchange, 403, refusal.text, refusal.reason)
        } catch {
            await exchange.complain(500, "The heartbeat could not be taken")
        }
    }

    /// With a word for the agent, beside the words for its owner.
    private func refuse(_ exchange: Exchange, _ status: UInt16, _ text: String, _ reason: String) async {
        await exchange.answer(status, ["error": .string(text), "reason": .string(reason)])
    }

    private func read(_ exchange: Exchange) async throws -> JSONValue {
        guard case .whole(let bytes) = try await exchange.collectBody(upTo: Int(Self.heartbeatMax)) else {
            throw FieldReader.Fault(path: "", expected: "an object: see Docs/API/heartbeat.md")
        }
        return try JSONValue(parsing: bytes)
    }

    /// Everything is checked before anything is changed. Answers what the node is called here.
    private func take(_ json: JSONValue, from origin: HeartbeatOrigin, at now: LoopTime) async throws -> String {
        let reader = try FieldReader(json)
        var beat = try Heartbeat(reader)
        let proof = try NodeProof(reader)
        let token = try reader.text("token", max: 256)
        if let theirs = try reader.text("fleet"), theirs != fleet {
            throw NotTaken(
                reason: "other_fleet",
                text: "This is a router of the fleet \(fleet), and the node is of \(theirs): see --fleet of both"
            )
        }
        // Before any name is looked up for a stranger.
        try enrolment.check(token: token)
        beat.locate(from: origin)
        if proof != nil, !acceptsForeignAddresses,
            let foreign = await beat.foreignAddress(from: origin, leads: { await addresses(of: $0, $1, at: now) })
        {
            throw NotTaken(foreign: foreign, at: origin.host)
        }
        try beat.check()
        let welcome = try await enrolment.admit(proof, beat.node, from: origin.host)
        beat.node = welcome.name
        if let former = welcome.formerName { await holds.rename(former, to: welcome.name) }
        try desk.heartbeat(beat)
        if let former = welcome.formerName { try? desk.heartbeat(.farewell(of: former)) }
        return welcome.name
    }

    private func addresses(of name: String, _ port: Int, at now: LoopTime) async -> [String] {
        ((try? await resolver.addresses(of: Endpoint(host: name, port: port), at: now)) ?? []).map(\.host)
    }

    private func answer(to name: String, at origin: HeartbeatOrigin) -> JSONObject {
        [
            "node": .string(name),
            "beat_every": .seconds(Seconds(beatInterval)),
            "run": .integer(run + enrolment.forgottenCount),
            "router": .string(enrolment.routerID),
            "seen_at": .string(origin.host),
            "same_machine": .bool(origin.isLocal),
        ]
    }
}

/// What is said is sound, and not for this node to say here.
private struct NotTaken: Error {
    let reason: String
    let text: String

    init(reason: String, text: String) {
        self.reason = reason
        self.text = text
    }

    init(foreign address: String, at host: String) {
        reason = "foreign_address"
        text =
            """
            \(address) is not at \(host), where this heartbeat comes from, and a node may announce only what is its own: leave \
            out --address, or allow other addresses on the router with node-address = any
            """
    }
}

extension Heartbeat {
    /// In the name of a node that is called otherwise now.
    fileprivate static func farewell(of name: String) -> Heartbeat {
        var beat = Heartbeat(node: name)
        beat.isLeaving = true
        return beat
    }
}

extension NodeRegistry.Refusal {
    fileprivate var status: UInt16 {
        switch self {
        case .otherSecret, .unproven, .nameless, .pending, .otherToken: 403
        case .full, .tooManyPending: 503
        }
    }

    /// For the agent, in one word.
    fileprivate var reason: String {
        switch self {
        case .otherSecret: "other_secret"
        case .unproven, .nameless: "unproven"
        case .pending, .tooManyPending: "pending"
        case .otherToken: "token"
        case .full: "full"
        }
    }

    fileprivate var text: String {
        switch self {
        case .otherSecret(let name):
            """
            This id belongs to the node \(name), which has another secret. If its data folder was copied from another \
            machine, remove the file identity from it and start herd-node again: then it joins as a node of its own
            """
        case .unproven(let name):
            "The node \(name) has an id and a secret: a heartbeat in its name must show them, or take another name"
        case .nameless:
            "Nodes of this fleet are approved, so each must show an id and a secret: see Docs/API/heartbeat.md"
        case .pending(let name, let id, _):
            """
            The node \(name) waits for approval. On the router's machine: herd nodes approve \(name) (its id is \(id); the list of \
            herd nodes must show the same)
            """
        case .otherToken:
            """
            This fleet takes only nodes that show its token (enrolment = token): give herd-node the file that the router has \
            (--token-file)
            """
        case .full: "The router knows as many nodes as it may"
        case .tooManyPending: "As many nodes wait for approval as may; it is tried again"
        }
    }
}

extension HeartbeatRefusal {
    fileprivate var status: UInt16 {
        switch self {
        case .unknownVersion, .nameless: 400
        case .stale, .replaced: 409
        case .fleetFull: 503
        }
    }

    fileprivate var text: String {
        switch self {
        case .unknownVersion(let version):
            "version \(version) is not known here: this router understands 1 to \(Heartbeat.versionCurrent)"
        case .nameless: "node must be a name of 1 to 255 bytes"
        case .stale: "A newer heartbeat of this node has come already"
        case .replaced:
            """
            A newer run of this node has spoken since. If it runs on two machines, one has a copy of the other's data folder: \
            remove the file identity from the copy and start herd-node there again
            """
        case .fleetFull: "The fleet has as many nodes as it may"
        }
    }
}
