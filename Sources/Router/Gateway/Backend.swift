package import HTTPEngine
import Synchronization

/// An inference server requests are forwarded to.
package final class Backend: Sendable {
    package let upstream: Upstream
    private let runningCount = Atomic<Int>(0)

    package init(_ upstream: Upstream) {
        self.upstream = upstream
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
