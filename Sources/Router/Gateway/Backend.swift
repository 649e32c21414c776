import Fleet
package import HTTPEngine
import Synchronization

/// An inference server requests are forwarded to.
package final class Backend: Sendable {
    package let upstream: Upstream
    private let runningCount = Atomic<Int>(0)
    private let lackingBits = Atomic<UInt16>(0)

    package init(_ upstream: Upstream) {
        self.upstream = upstream
    }

    /// What servers of its kind know, and it does not.
    var lacking: ServerCalls { ServerCalls(rawValue: lackingBits.load(ordering: .relaxed)) }

    func note(lacking calls: ServerCalls) {
        lackingBits.bitwiseOr(calls.rawValue, ordering: .relaxed)
    }

    /// Requests it is answering for us right now.
    var running: Int { runningCount.load(ordering: .relaxed) }

    func begin() {
        runningCount.wrappingAdd(1, ordering: .relaxed)
    }

    func end() {
        runningCount.wrappingSubtract(1, ordering: .relaxed)
    }
}
