import Fleet
import Testing

@testable import Learning

private let node = NodeID(index: 0)
/// Monday, nine o'clock.
private let monday = WallTime(secondsSince1970: 4 * 86_400 + 9 * 3600)

/// A diary with a clock of its own, told every two seconds as by an agent.
private struct Week {
    var habits = HabitHistory()
    var seconds: Int64 = 0

    var now: Instant { Instant(nanoseconds: seconds * 1_000_000_000) }
    var wall: WallTime { WallTime(secondsSince1970: monday.secondsSince1970 + seconds) }

    mutating func live(_ need: Double?, for length: Int64, every step: Int64 = 2) {
        for _ in 0..<(length / step) {
            seconds += step
            habits.hear(node, need: need, at: now, on: wall)
        }
    }

    mutating func skip(_ length: Int64) { seconds += length }

    func chance(within length: Seconds) -> Double { habits.outlook(node).chance(within: length, from: now) }
}

@Suite struct HabitHistoryTests {
    @Test func `nothing is said of a machine that nobody has seen for long`() {
        var week = Week()
        #expect(week.habits.outlook(node) == .none)
        week.live(1, for: 600)
        #expect(week.chance(within: 3600) == 0)
    }

    @Test func `an hour of need is remembered, and a quiet one is not taken for it`() {
        var week = Week()
        week.live(1, for: 3600)
        week.live(0, for: 3600)
        let quiet = week.chance(within: 60)
        #expect(quiet == 0)
        week.skip(7 * 86_400 - 7200 + 60)
        week.live(0, for: 2)
        #expect(week.chance(within: 60) > 0.2)
    }

    @Test func `the longer a request, the likelier the owner comes, and never for certain`() {
        var week = Week()
        week.live(0.5, for: 3000)
        let chances = [1, 10, 60, 600, 3600, 36_000].map { week.chance(within: Seconds(Double($0))) }
        #expect(chances == chances.sorted() && chances.allSatisfy { (0...1).contains($0) })
        #expect(chances[0] < 0.001 && chances[3] > 0.2)
    }

    @Test func `a request that reaches into the next hour counts what is usual there`() {
        var week = Week()
        week.live(0, for: 3600)
        week.live(1, for: 3600)
        week.skip(7 * 86_400 - 7200 + 3590)
        week.live(0, for: 2)
        #expect(week.chance(within: 5) < 0.001)
        #expect(week.chance(within: 600) > 0.5)
    }

    @Test func `the second day knows what the first was like, the week's end does not`() {
        var week = Week()
        week.live(1, for: 3600)
        week.skip(86_400 - 3600)
        week.live(0, for: 2)
        #expect(week.chance(within: 600) > 0.5)
        week.skip(4 * 86_400)
        week.live(0, for: 2)
        #expect(week.chance(within: 600) == 0)
    }

    @Test func `time in which nothing was heard, or nothing was known, teaches nothing`() {
        var week = Week()
        week.live(1, for: 36_000, every: 120)
        week.live(nil, for: 3600)
        #expect(week.habits.week(of: node)?.hoursKnown == 0 && week.chance(within: 3600) == 0)
    }

    @Test func `a clock that jumps and values that are none do no harm`() throws {
        var week = Week()
        week.live(1, for: 1200)
        week.seconds -= 900
        week.live(.nan, for: 600)
        week.live(-5, for: 600)
        week.live(1e9, for: 7200)
        week.habits.hear(node, need: 1, at: week.now, on: WallTime(secondsSince1970: .min / 4))
        let kept = try #require(week.habits.week(of: node))
        #expect(zip(kept.busy, kept.seen).allSatisfy { $0 >= 0 && $0 <= $1 })
        #expect((0...1).contains(week.chance(within: 1e9)))
    }

    @Test func `a day costs a few lessons an hour, not one for each word`() {
        var week = Week()
        week.live(0.1, for: 86_400)
        #expect((24 * 8...24 * 14).contains(week.habits.lessons))
    }

    @Test func `weeks survive a restart, though the node has not come back for a while`() throws {
        var week = Week()
        week.live(1, for: 3600)
        var archive = Archive()
        archive.weeks["mini"] = week.habits.week(of: node)
        var experience = Experience(archive)
        var fleet = FleetState()
        #expect(experience.archived(fleet).weeks == archive.weeks)
        var beat = Heartbeat(node: "mini")
        beat.foreignLoad = 0
        _ = try fleet.apply(beat, at: week.now)
        let later = WallTime(secondsSince1970: monday.secondsSince1970 + 7 * 86_400)
        experience.hear(fleet.nodes[0], named: "mini", at: week.now, on: later)
        #expect(experience.habits.outlook(node).chance(within: 600, from: week.now) > 0.5)
        #expect(experience.archived(fleet).weeks == archive.weeks)
    }
}
