/// The program's loops.
package final class LoopGroup: Sendable {
    package let loops: [EventLoop]

    /// One for every two cores, but no more than four (Docs/Decisions/0006).
    private static var usualCount: Int { min(max(SystemCalls.coreCount / 2, 1), 4) }

    /// - Parameter count: how many threads; zero for as many as are usual on a machine like this.
    package init(count: Int = 0, system: SystemCalls = SystemCalls()) throws(SystemError) {
        var loops: [EventLoop] = []
        for index in 0..<(count > 0 ? count : Self.usualCount) {
            loops.append(try EventLoop(index: index, system: system))
        }
        self.loops = loops
        for loop in loops { loop.start() }
    }

    package func stop() {
        for loop in loops { loop.stop() }
    }

    /// The sum of what the loops have counted, each asked in turn.
    package func statistics() async -> LoopStatistics {
        var sum = LoopStatistics()
        for loop in loops { sum = sum + (await loop.ask { loop.statistics }) }
        return sum
    }
}
