import ParsingReference
import Testing

@testable import HTTPEngine

private func at(_ nanoseconds: UInt64) -> LoopTime { LoopTime(nanoseconds: nanoseconds) }

private final class Item: Timed {
    let name: Int
    init(_ name: Int) { self.name = name }
}

extension Deadlines {
    /// The names of all whose deadline has passed, in the order they come.
    fileprivate mutating func passed(by now: LoopTime) -> [Int] {
        var names: [Int] = []
        while let item = popPassed(by: now) as? Item { names.append(item.name) }
        return names
    }
}

@Suite struct DeadlinesTests {
    @Test func `without items there is nothing to wake for`() {
        var deadlines = Deadlines()
        #expect(deadlines.next == .never)
        #expect(deadlines.passed(by: at(.max - 1)) == [])
    }

    @Test func `items come in the order of their deadlines, and only once`() {
        var deadlines = Deadlines()
        let items = [50, 10, 40, 20, 30].map(Item.init)
        for item in items { deadlines.set(item, at(UInt64(item.name))) }
        #expect(deadlines.next == at(10))
        #expect(deadlines.passed(by: at(9)) == [])
        #expect(deadlines.passed(by: at(30)) == [10, 20, 30])
        #expect(deadlines.next == at(40))
        #expect(items[1].deadline == .never)
        #expect(deadlines.passed(by: at(100)) == [40, 50])
        #expect(deadlines.count == 0)
    }

    @Test func `a deadline that was moved later is looked at twice, and comes once`() {
        var deadlines = Deadlines()
        let item = Item(1)
        deadlines.set(item, at(10))
        for later in 11...1000 as ClosedRange<UInt64> { deadlines.set(item, at(later)) }
        #expect(deadlines.count == 1)
        #expect(deadlines.next == at(10))
        #expect(deadlines.passed(by: at(10)) == [])
        #expect(deadlines.next == at(1000))
        #expect(deadlines.passed(by: at(1000)) == [1])
    }

    @Test func `a deadline that was moved earlier comes earlier`() {
        var deadlines = Deadlines()
        let items = [1, 2, 3].map(Item.init)
        for item in items { deadlines.set(item, at(100)) }
        deadlines.set(items[2], at(5))
        #expect(deadlines.next == at(5))
        #expect(deadlines.passed(by: at(5)) == [3])
    }

    @Test func `a deadline that was taken back never comes, unless it is set again`() {
        var deadlines = Deadlines()
        let items = [1, 2, 3].map(Item.init)
        for item in items { deadlines.set(item, at(10)) }
        deadlines.set(items[0], .never)
        deadlines.remove(items[1])
        deadlines.remove(items[1])
        deadlines.set(items[2], .never)
        deadlines.set(items[2], at(20))
        #expect(deadlines.passed(by: at(15)) == [])
        #expect(deadlines.passed(by: at(20)) == [3])
        #expect(deadlines.next == .never)
    }

    @Test func `an item lives no longer than its deadline needs it`() {
        var deadlines = Deadlines()
        weak var kept: Item?
        do {
            let item = Item(1)
            kept = item
            deadlines.set(item, at(10))
        }
        #expect(kept != nil)
        _ = deadlines.passed(by: at(10))
        #expect(kept == nil)
    }

    /// Against a dictionary that is searched from end to end.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `whatever was set, moved and removed, exactly what has passed comes`(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        var deadlines = Deadlines()
        let items = (0..<12).map(Item.init)
        var expected: [Int: UInt64] = [:]
        var now: UInt64 = 0
        for _ in 0..<300 {
            let item = items.randomElement(using: &random)!
            switch UInt64.random(in: 0..<10, using: &random) {
            case 0:
                deadlines.remove(item)
                expected[item.name] = nil
            case 1:
                deadlines.set(item, .never)
                expected[item.name] = nil
            case 2, 3:
                now += UInt64.random(in: 0..<40, using: &random)
                let passed = expected.filter { $0.value <= now }.keys.sorted()
                #expect(deadlines.passed(by: at(now)).sorted() == passed)
                for name in passed { expected[name] = nil }
            default:
                let deadline = now + UInt64.random(in: 1..<100, using: &random)
                deadlines.set(item, at(deadline))
                expected[item.name] = deadline
            }
            #expect(deadlines.next <= expected.values.min().map(at) ?? .never)
            #expect(items.allSatisfy { $0.deadline == expected[$0.name].map(at) ?? .never })
        }
    }
}
