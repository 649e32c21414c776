import Fleet

/// Fair shares between clients, counted in seconds of service they asked for.
///
/// Start-time fair queueing: each ticket gets a tag, its client's previous tag plus what that ticket cost; the smallest
/// tag goes first. A client who sends little is always near the front; one who floods waits behind their own flood.
/// A client who was away starts at the present and has saved nothing up.
struct FairShare: Sendable {
    private var present = 0.0
    private var finishes: [ClientID: Double] = [:]
    private let clientsMax: Int

    init(clientsMax: Int = 8192) {
        self.clientsMax = clientsMax
    }

    mutating func tag(_ client: ClientID, cost: Seconds) -> Double {
        let start = max(present, finishes[client] ?? 0)
        if finishes.count >= clientsMax { forget() }
        finishes[client] = start + max(cost.value, 0.001)
        return start
    }

    mutating func started(_ tag: Double) { present = max(present, tag) }

    /// Those who have nothing ahead of the present lose nothing by being forgotten.
    private mutating func forget() {
        let now = present
        finishes = finishes.filter { $0.value > now }
        if finishes.count >= clientsMax { finishes.removeAll() }
    }
}
