package import Fleet

/// What the owners' weeks look like, learned from what their machines say of the present.
///
/// Only of foreign use: what the router itself sends a machine must not look like its owner. Nothing is kept but 168 averages a
/// node, into which a few minutes at a time are put.
package struct HabitHistory: Sendable {
    /// A word holds for so long: what was while nothing was heard is unknown.
    private static let wordLasts = Seconds(30)
    /// So much is put into an hour at a time, for each time is a row that is written.
    private static let portion = Seconds(300)
    private static let hour: Int64 = 3600

    private struct Diary: Sendable {
        var week = WeeklySlots()
        var isLearned = false
        /// How much the owner needs of the machine by the last word, and when that was said.
        var need: Double?
        var heardAt = Instant.distantPast
        /// What is not in the week yet: how long was seen, how much of it the owner was busy, and in which hour.
        var seen = Seconds.zero
        var busy = Seconds.zero
        var wall: WallTime?
    }

    private var diaries: [Diary] = []
    /// By node, as of its last word: what decisions read.
    package private(set) var outlooks: [Outlook] = []
    /// How often something was learned.
    package private(set) var lessons = 0

    package init() {}

    package func outlook(_ node: NodeID) -> Outlook {
        outlooks.indices.contains(Int(node.index)) ? outlooks[Int(node.index)] : .none
    }

    /// Nothing is known of it that would matter now: what most decisions ask, and all.
    @inline(__always)
    package func isQuiet(_ node: NodeID) -> Bool {
        Int(node.index) >= outlooks.count || outlooks[Int(node.index)].isQuiet
    }

    /// - Parameter need: the share of the machine its owner needs now, 0…1; nil where nobody knows.
    package mutating func hear(_ node: NodeID, need: Double?, at now: Instant, on wall: WallTime) {
        grow(to: node)
        let index = Int(node.index)
        let elapsed = now - diaries[index].heardAt
        if let hour = diaries[index].wall, hour.hourOfWeek != wall.hourOfWeek { conclude(index) }
        if let before = diaries[index].need, elapsed > .zero, elapsed <= Self.wordLasts {
            diaries[index].seen += elapsed
            diaries[index].busy += elapsed * before
            diaries[index].wall = wall
        }
        diaries[index].need = need.flatMap { $0.isFinite ? min(max($0, 0), 1) : nil }
        diaries[index].heardAt = now
        if diaries[index].seen >= Self.portion { conclude(index) }
        look(index, at: now, on: wall)
    }

    private mutating func conclude(_ index: Int) {
        guard let wall = diaries[index].wall, diaries[index].seen > .zero else { return }
        let (seen, busy) = (diaries[index].seen, diaries[index].busy)
        diaries[index].week.learn(wall, share: busy / seen, hours: seen.value / Double(Self.hour))
        diaries[index].isLearned = true
        diaries[index].seen = .zero
        diaries[index].busy = .zero
        diaries[index].wall = nil
        lessons += 1
    }

    private mutating func look(_ index: Int, at now: Instant, on wall: WallTime) {
        let next = WallTime(
            secondsSince1970: wall.secondsSince1970 + Self.hour,
            offsetFromUTC: wall.offsetFromUTC
        )
        let past = (wall.secondsSince1970 + wall.offsetFromUTC) % Self.hour
        outlooks[index] = Outlook(
            thisHour: diaries[index].week.chance(wall),
            nextHour: diaries[index].week.chance(next),
            hourEnds: now + Seconds(Double(Self.hour - max(past, 0)))
        )
    }

    // MARK: Kept

    /// Nil where nothing was learned.
    package func week(of node: NodeID) -> WeeklySlots? {
        guard diaries.indices.contains(Int(node.index)), diaries[Int(node.index)].isLearned else { return nil }
        return diaries[Int(node.index)].week
    }

    /// Of a node that has not said anything yet.
    package mutating func restore(_ week: WeeklySlots, for node: NodeID) {
        grow(to: node)
        diaries[Int(node.index)].week = week
        diaries[Int(node.index)].isLearned = true
    }

    package func isNew(_ node: NodeID) -> Bool { !diaries.indices.contains(Int(node.index)) }

    private mutating func grow(to node: NodeID) {
        while diaries.count <= Int(node.index) {
            diaries.append(Diary())
            outlooks.append(.none)
        }
    }
}
