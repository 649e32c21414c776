package import Fleet

/// When a node's owner usually needs it: one value for each of the week's 168 hours.
///
/// Old weeks fade; an hour never seen says nothing rather than "free".
package struct WeeklySlots: Codable, Equatable, Sendable {
    package private(set) var busy = [Float](repeating: 0, count: 168)
    package private(set) var seen = [Float](repeating: 0, count: 168)

    package init() {}

    package init?(busy: [Float], seen: [Float]) {
        guard busy.count == 168, seen.count == 168 else { return nil }
        self.busy = busy
        self.seen = seen
    }

    /// `share`: how much of the observed time the owner was busy; `hours`: how long that was.
    package mutating func learn(_ time: WallTime, share: Double, hours: Double) {
        let hour = time.hourOfWeek
        let amount = Float(min(max(hours, 0), 1))
        let fade = 1 - 0.25 * amount
        busy[hour] = busy[hour] * fade + Float(min(max(share, 0), 1)) * amount
        seen[hour] = seen[hour] * fade + amount
    }

    /// How likely the owner is busy then; nil until that hour was seen for half an hour in all.
    package func chance(_ time: WallTime) -> Double? {
        let hour = time.hourOfWeek
        return seen[hour] >= 0.5 ? Double(busy[hour] / seen[hour]) : nil
    }
}
