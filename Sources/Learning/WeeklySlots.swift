package import Fleet

/// When a node's owner usually needs it: one value for each of the week's 168 hours.
///
/// Old weeks fade; an hour never seen says nothing rather than "free". Until an hour was seen itself, the same hour of like days
/// speaks for it, so that a week's habits show after a day or two.
package struct WeeklySlots: Equatable, Sendable {
    package static let count = 168
    private static let hoursOfWorkdays = 120
    /// So much of an hour must have been seen before anything is said.
    private static let seenMin: Float = 0.5
    /// How many hours of its own outweigh the like ones.
    private static let likeWeight: Float = 1

    package private(set) var busy = [Float](repeating: 0, count: count)
    package private(set) var seen = [Float](repeating: 0, count: count)

    package init() {}

    /// `share`: how much of the observed time the owner was busy; `hours`: how long that was.
    package mutating func learn(_ time: WallTime, share: Double, hours: Double) {
        let hour = time.hourOfWeek
        let amount = Float(min(max(hours, 0), 1))
        let fade = 1 - 0.25 * amount
        busy[hour] = busy[hour] * fade + Float(min(max(share, 0), 1)) * amount
        seen[hour] = seen[hour] * fade + amount
    }

    /// How likely the owner is busy then; nil where neither that hour nor one like it was seen for half an hour.
    package func chance(_ time: WallTime) -> Double? {
        let hour = time.hourOfWeek
        let like = like(hour)
        guard max(seen[hour], like.seen) >= Self.seenMin else { return nil }
        guard like.seen > 0 else { return Double(busy[hour] / seen[hour]) }
        let usual = like.busy / like.seen
        return Double((busy[hour] + usual * Self.likeWeight) / (seen[hour] + Self.likeWeight))
    }

    /// Of how many hours something is known by themselves.
    package var hoursKnown: Int { seen.count { $0 >= Self.seenMin } }

    /// The same hour of the other days of its kind, workdays or the week's end.
    private func like(_ hour: Int) -> (busy: Float, seen: Float) {
        let days = hour < Self.hoursOfWorkdays ? 0..<Self.hoursOfWorkdays : Self.hoursOfWorkdays..<Self.count
        var sum: (busy: Float, seen: Float) = (0, 0)
        for other in days where other != hour && other % 24 == hour % 24 {
            sum.busy += busy[other]
            sum.seen += seen[other]
        }
        return sum
    }
}

extension WeeklySlots: Codable {
    private enum CodingKeys: String, CodingKey {
        case busy, seen
    }

    /// What stands in a file may be of any length and size.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        busy = try container.decode([Float].self, forKey: .busy)
        seen = try container.decode([Float].self, forKey: .seen)
        let isSound =
            busy.count == Self.count && seen.count == Self.count
            && zip(busy, seen).allSatisfy { $0 >= 0 && $0 <= $1 && $1 <= 8 }
        guard isSound else {
            throw DecodingError.dataCorruptedError(forKey: .busy, in: container, debugDescription: "no week of hours")
        }
    }
}
