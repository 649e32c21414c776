package import Telemetry

/// Turns a request, the answer it deserves and a misbehaviour into what happens on the wire, byte by byte.
///
/// A list that does not end in `close`, `reset`, `hang` or `forever` leaves the connection to the next request.
package struct WirePlan: Sendable {
    package private(set) var actions: [WireAction] = []
    private let fault: Misbehaviour
    private let client: WireClient
    private let reply: PracticeReply
    private let body: WireBody

    /// - Parameter request: without its body when the answer comes early.
    package init(
        _ request: PracticeRequest,
        to backend: PracticeBackend,
        misbehaving fault: Misbehaviour = Misbehaviour(),
        client: WireClient = WireClient(),
        at now: WallTime
    ) {
        self.fault = fault
        self.client = client
        reply = backend.spoiled(by: fault).reply(to: request, at: now, misbehaving: fault)
        body = WireBody(reply, fault, client)
        build()
    }

    private mutating func build() {
        if fault.firstByte > .zero { actions.append(.wait(fault.firstByte)) }
        if fault.hangs {
            actions.append(.hang)
        } else if let drop = fault.drop {
            end(drop)
        } else {
            for status in fault.interim { actions.append(.send(WireHead.interim(status))) }
            answer()
        }
        if let dribble = fault.dribble { actions = actions.flatMap { Self.dribbled($0, every: dribble) } }
    }

    private mutating func answer() {
        let closes = body.endsConnection || fault.early == .close
        actions.append(.send(WireHead(reply, fault, body, closes: closes && fault.idle == nil).bytes))
        // There is no body behind a head that was all that was asked for.
        if !client.isHead { actions += body.actions }
        if let final = actions.firstIndex(where: \.isFinal) {
            actions = Self.joined(Array(actions[...final]))
            return
        }
        if let excess = fault.excess { actions.append(.send(excess.bytes)) }
        if fault.early == .read { actions.append(.readBody) }
        if let reuse = fault.reuse {
            actions.append(.awaitBytes)
            end(reuse)
        } else if let idle = fault.idle {
            end(idle)
        } else if closes {
            end(.close)
        }
        actions = Self.joined(actions)
    }

    private mutating func end(_ ending: Misbehaviour.Ending) {
        actions.append(ending == .close ? .close : .reset)
    }

    /// What is sent without a wait between is sent at once.
    private static func joined(_ actions: [WireAction]) -> [WireAction] {
        actions.reduce(into: []) { joined, action in
            if case .send(let more) = action, case .send(let bytes)? = joined.last {
                joined[joined.count - 1] = .send(bytes + more)
            } else {
                joined.append(action)
            }
        }
    }

    private static func dribbled(_ action: WireAction, every interval: Duration) -> [WireAction] {
        guard case .send(let bytes) = action else { return [action] }
        return bytes.flatMap { [.send([$0]), .wait(interval)] }.dropLast()
    }
}

extension WireAction {
    fileprivate var isFinal: Bool {
        switch self {
        case .hang, .forever, .close, .reset: true
        case .send, .wait, .readBody, .awaitBytes: false
        }
    }
}

extension Misbehaviour.Excess {
    fileprivate var bytes: [UInt8] {
        switch self {
        case .bytes: Array("excess".utf8)
        case .answer: Array("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged".utf8)
        }
    }
}
