import Synchronization

/// How many bytes may be held at once, over all loops.
package final class MemoryBudget: Sendable {
    package let max: Int
    private let used = Atomic<Int>(0)

    package init(max: Int) {
        self.max = max
    }

    package var bytesUsed: Int { used.load(ordering: .relaxed) }

    /// False when it would be more than there is; nothing is taken then.
    func take(_ bytes: Int) -> Bool {
        let sum = used.wrappingAdd(bytes, ordering: .relaxed).newValue
        if sum <= max { return true }
        used.wrappingSubtract(bytes, ordering: .relaxed)
        return false
    }

    func giveBack(_ bytes: Int) {
        used.wrappingSubtract(bytes, ordering: .relaxed)
    }
}
