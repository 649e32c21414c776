import HTTPEngine
import Synchronization

/// How many requests may leave a row, so that a flood costs its requests no more than a trickle does, and the disk nothing.
///
/// Counts by the second, in one word: the second, and how many of it were admitted. Loops that count at the very same moment
/// may admit one too many.
package final class RowPace: Sendable {
    /// More than people ask, and less than a slow disk takes.
    package static let usual: UInt64 = 500
    private static let countBits: UInt64 = 24

    private let perSecond: UInt64
    private let admitted = Atomic<UInt64>(0)
    private let leftOut = Atomic<Int>(0)

    init(perSecond: UInt64 = RowPace.usual) {
        self.perSecond = perSecond
    }

    /// Those that were not admitted.
    var leftOutCount: Int { leftOut.load(ordering: .relaxed) }

    func admits(at time: LoopTime) -> Bool {
        let second = time.nanoseconds / 1_000_000_000
        let known = admitted.load(ordering: .relaxed)
        if known >> Self.countBits != second {
            admitted.store(second << Self.countBits | 1, ordering: .relaxed)
            return true
        }
        if known & (1 << Self.countBits - 1) < perSecond {
            admitted.wrappingAdd(1, ordering: .relaxed)
            return true
        }
        leftOut.wrappingAdd(1, ordering: .relaxed)
        return false
    }
}
