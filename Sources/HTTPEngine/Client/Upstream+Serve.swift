extension Upstream {
    /// Has the backend answer, over a connection from the pool or a new one.
    ///
    /// A connection that was used before may be given up by the backend at the very moment it is used again; where that
    /// happens and nothing was answered, the request goes out once more over a new one.
    package func serve(
        _ exchange: Exchange,
        _ body: RequestBody,
        _ plan: RelayPlan = RelayPlan(),
        sent: inout Int
    ) async -> RelayEnd {
        // A body that cannot be sent again deserves a connection that cannot be stale.
        if !body.isBegun, let idle = idleConnection(on: exchange.loop) {
            sent += 1
            let end = await answer(exchange, body: body, over: idle, plan: plan)
            if end != .stale { return end }
        }
        do throws(UpstreamFault) {
            let connection = try await connect(for: exchange)
            sent += 1
            return await answer(exchange, body: body, over: connection, plan: plan)
        } catch {
            return error == .clientLeft ? .clientLeft : .failed(error)
        }
    }
}

extension RequestBody {
    fileprivate var isBegun: Bool {
        if case .begun = self { true } else { false }
    }
}
