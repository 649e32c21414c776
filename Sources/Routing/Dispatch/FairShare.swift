import Fleet

/// Fair shares between clients, counted in seconds of the work they have waiting.
///
/// First come, first served, as long as everybody brings about as much: reordering equals only moves the waiting from
/// one to another. Who brings more than that is treated as if the surplus had come later, one second for each second
/// of work, so a client with little to ask overtakes a flood and is overtaken by none.
struct FairShare: Sendable {
    private var waiting: [ClientID: Double] = [:]
    private var total = 0.0

    /// Work anybody may have waiting without being put back.
    private let allowance: Double
    /// What counts as about as much as the others.
    private static let likeness = 3.0

    init(allowance: Seconds) {
        self.allowance = allowance.value
    }

    /// The time to order this ticket by.
    func tag(_ client: ClientID, at now: Instant) -> Double {
        let own = waiting[client] ?? 0
        let others = max(waiting.count - (waiting[client] == nil ? 0 : 1), 1)
        let usual = (total - own) / Double(others)
        let surplus = max(0, own - max(allowance, usual * Self.likeness))
        return Double(now.nanoseconds) / 1e9 + surplus
    }

    mutating func joined(_ client: ClientID, _ work: Seconds) {
        waiting[client, default: 0] += work.value
        total += work.value
    }

    mutating func left(_ client: ClientID, _ work: Seconds) {
        let rest = (waiting[client] ?? 0) - work.value
        waiting[client] = rest > 1e-6 ? rest : nil
        total = waiting.isEmpty ? 0 : max(0, total - work.value)
    }
}
