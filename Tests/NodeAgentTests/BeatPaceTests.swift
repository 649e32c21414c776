import Fleet
import Testing

@testable import NodeAgent

@Suite struct BeatPaceTests {
    @Test func `it is what the router asks for, within reason`() {
        var chance = SystemRandomNumberGenerator()
        var pace = BeatPace(interval: 2)
        #expect(pace.pause(using: &chance) == 2)
        pace.answered(every: 5)
        #expect(pace.pause(using: &chance) == 5)
        pace.answered(every: nil)
        #expect(pace.pause(using: &chance) == 5)
        for (wish, kept) in [(0, 0.1), (-1, 0.1), (1e9, 3600), (.infinity, 3600)] {
            pace.answered(every: Seconds(wish))
            #expect(pace.pause(using: &chance) == Seconds(kept))
        }
    }

    @Test func `a router that did not answer before a sleep is asked at once after it`() {
        var pace = BeatPace(interval: 2)
        for _ in 0..<8 { pace.failed() }
        pace.wokeUp()
        var chance = SystemRandomNumberGenerator()
        #expect(pace.mayHurry && pace.pause(using: &chance) == 2)
    }

    @Test func `while nobody answers it grows to a limit, scattered, and nothing hurries it`() {
        var chance = SystemRandomNumberGenerator()
        var pace = BeatPace(interval: 2)
        var longest: [Seconds] = []
        for _ in 0..<8 {
            pace.failed()
            #expect(!pace.mayHurry)
            let pauses = (0..<200).map { _ in pace.pause(using: &chance) }
            longest.append(pauses.max() ?? 0)
            #expect((pauses.min() ?? 0) >= (pauses.max() ?? 0) * 0.49)
            #expect(Set(pauses).count > 100)
        }
        #expect(longest[0] <= 1 && longest[7] > 12 && longest[7] <= 15)
        for _ in 0..<1000 { pace.failed() }
        #expect(pace.pause(using: &chance) <= 15)
        pace.answered(every: nil)
        #expect(pace.mayHurry && pace.pause(using: &chance) == 2)
    }
}
