import Fleet

/// The share of the graphics cards that others use. Some drivers tell it by process; with the others it is seen only while
/// the inference servers rest, and believed for a while after they have begun to work.
struct ForeignGraphics {
    static let believed: Seconds = 60

    private var share: Decayed
    private var seenAt = Instant.distantPast

    init(halfLife: Seconds) {
        share = Decayed(halfLife: halfLife)
    }

    mutating func sample(_ cards: [GPUReading], serversRest: Bool?, at now: Instant) -> Double? {
        let shares = cards.compactMap { foreignUse(of: $0, serversRest) }
        // The cards of a split model wait for the one that is held up.
        if let most = shares.max(), shares.count == cards.count {
            share.add(most, at: now)
            seenAt = now
        } else if now - seenAt > Self.believed || cards.isEmpty {
            share.forget()
        }
        return share.value
    }

    private func foreignUse(of card: GPUReading, _ serversRest: Bool?) -> Double? {
        guard let use = card.use else { return nil }
        if serversRest == true { return use }
        return card.ownUse.map { max(use - $0, 0) }
    }
}
