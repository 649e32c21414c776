package import HTTPEngine

/// How long to wait before the next attempt: ever longer, up to a limit, and short again after one that went well.
package struct RetryPace: Equatable, Sendable {
    private let shortest: LoopSpan
    private let longest: LoopSpan
    private var failures = 0

    package init(from shortest: LoopSpan = LoopSpan(.seconds(1)), to longest: LoopSpan = LoopSpan(.seconds(60))) {
        self.shortest = shortest
        self.longest = longest
    }

    package mutating func succeeded() { failures = 0 }

    package mutating func failed() -> LoopSpan {
        let doubled = shortest.nanoseconds.multipliedReportingOverflow(by: 1 << UInt64(min(failures, 32)))
        failures += 1
        return min(longest, LoopSpan(nanoseconds: doubled.overflow ? .max : doubled.partialValue))
    }
}
