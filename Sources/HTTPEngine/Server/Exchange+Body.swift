/// A request's body as its handler gets it.
package enum RequestBody: Sendable {
    case none
    /// All of it, in memory: it can be sent more than once.
    case whole([UInt8])
    /// More than was to be collected: what was read so far; the rest is still with the client.
    case begun([UInt8])

    /// What of it is in memory.
    package var bytes: [UInt8] {
        switch self {
        case .none: []
        case .whole(let bytes), .begun(let bytes): bytes
        }
    }
}

extension Exchange {
    /// Bodies whose length nobody announced are paid for in steps of this many bytes.
    private static let memoryStep = 64 * 1024

    /// Allows a body of another size than the server's limit; zero for any.
    package func allowBody(of max: UInt64) {
        body.max = max == 0 ? .max : max
    }

    /// Reads the body into memory unless it is larger than the bound.
    package func collectBody(upTo bound: Int) async throws(BodyFault) -> RequestBody {
        if body.isComplete { return .none }
        try body.checkAnnounced()
        var data: [UInt8] = []
        if let announced = body.announced {
            if announced > UInt64(bound) { return .begun([]) }
            try hold(Int(announced))
            data.reserveCapacity(Int(announced))
        }
        while true {
            try takeArrived(into: &data, bound)
            if body.isComplete {
                socket.clearDeadline()
                requestIsComplete()
                return .whole(data)
            }
            if data.count > bound { return .begun(data) }
            try await waitForBody()
        }
    }

    /// Reads the body into memory until there is enough of it, or more than the bound.
    ///
    /// - Parameter isEnough: asked about all that came so far, each time that more has.
    package func collectBody(
        upTo bound: Int,
        until isEnough: (Span<UInt8>) -> Bool
    ) async throws(BodyFault) -> RequestBody {
        if body.isComplete { return .none }
        try body.checkAnnounced()
        var data: [UInt8] = []
        while true {
            let step = min(bound, data.count + Self.memoryStep)
            try takeArrived(into: &data, step)
            if body.isComplete {
                socket.clearDeadline()
                requestIsComplete()
                return .whole(data)
            }
            if data.count > bound || isEnough(data.span) {
                socket.clearDeadline()
                return .begun(data)
            }
            if data.count <= step { try await waitForBody() }
        }
    }

    /// There is nothing of it left with the client.
    package var isBodyRead: Bool { body.isComplete }

    /// Takes what is there, up to a little more than the bound.
    private func takeArrived(into data: inout [UInt8], _ bound: Int) throws(BodyFault) {
        while !body.isComplete && data.count <= bound {
            if try takeRest(into: &data) { continue }
            switch socket.receive() {
            case .bytes(let count):
                let input = socket.received(count)
                let taken = try take(input.span, into: &data)
                if taken < count { connection.rest.append(input[taken...]) }
            case .later: return
            case .ended, .failed: throw .left
            }
        }
    }

    private func takeRest(into data: inout [UInt8]) throws(BodyFault) -> Bool {
        if connection.rest.isEmpty { return false }
        let rest = connection.rest
        let taken = try rest.withSpan { span throws(BodyFault) in try take(span, into: &data) }
        connection.rest.drop(taken)
        return true
    }

    private func take(_ input: Span<UInt8>, into data: inout [UInt8]) throws(BodyFault) -> Int {
        let taken = try body.take(input) { piece in
            piece.withUnsafeBufferPointer { data.append(contentsOf: $0) }
        }
        if data.count > bytesHeld { try hold(data.count - bytesHeld + Self.memoryStep) }
        return taken
    }

    private func hold(_ bytes: Int) throws(BodyFault) {
        if !connection.server.bodies.take(bytes) { throw .noMemory }
        bytesHeld += bytes
    }

    private func waitForBody() async throws(BodyFault) {
        invite()
        socket.setDeadline(after: connection.server.spans.body)
        let reason = await socket.wait(for: .readable)
        if reason.contains(.readable) { return }
        throw reason.contains(.deadline) ? .late : .left
    }

    /// Tells a client that waits for it to go on and send the body.
    func invite() {
        if !body.awaitsInvitation { return }
        body.wasInvited()
        StockAnswer.goOn.withUnsafeBytes { _ = socket.send($0) }
    }
}
