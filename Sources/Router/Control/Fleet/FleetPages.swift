import Dialects
import Fleet
import HTTPEngine

/// The router's pages about its fleet.
struct FleetPages: Sendable {
    /// A node with many models says a lot, but not more than this.
    private static let heartbeatMax: UInt64 = 8 << 20
    /// How many seconds later the router wants to hear of a node again.
    private static let beatEvery = 5

    let desk: Desk

    /// `POST /fleet/heartbeat`, as in Docs/API/heartbeat.md.
    func takeHeartbeat(_ exchange: Exchange) async {
        guard await exchange.isAsked(by: .post) else { return }
        exchange.allowBody(of: Self.heartbeatMax)
        do {
            let beat = try Heartbeat(try await read(exchange))
            try desk.heartbeat(beat)
            await exchange.answer(["node": .string(beat.node), "beat_every": .number(JSONNumber(Self.beatEvery))])
        } catch let fault as BodyFault {
            if fault != .left { await exchange.complain(fault.status, fault.explanation) }
        } catch let fault as JSONFault {
            await exchange.complain(400, "The body is not valid JSON: \(fault)")
        } catch let fault as FieldReader.Fault {
            await exchange.complain(400, fault.text)
        } catch let refusal as HeartbeatRefusal {
            await exchange.complain(refusal.status, refusal.text)
        } catch {
            await exchange.complain(500, "The heartbeat could not be taken")
        }
    }

    private func read(_ exchange: Exchange) async throws -> JSONValue {
        guard case .whole(let bytes) = try await exchange.collectBody(upTo: Int(Self.heartbeatMax)) else {
            throw FieldReader.Fault(path: "", expected: "an object: see Docs/API/heartbeat.md")
        }
        return try JSONValue(parsing: bytes)
    }
}

extension HeartbeatRefusal {
    fileprivate var status: UInt16 {
        switch self {
        case .unknownVersion, .nameless: 400
        case .stale: 409
        case .fleetFull: 503
        }
    }

    fileprivate var text: String {
        switch self {
        case .unknownVersion(let version):
            "version \(version) is not known here: this router understands 1 to \(Heartbeat.versionCurrent)"
        case .nameless: "node must be a name of 1 to 255 bytes"
        case .stale: "A newer heartbeat of this node has come already"
        case .fleetFull: "The fleet has as many nodes as it may"
        }
    }
}
