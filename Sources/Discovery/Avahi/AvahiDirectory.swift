import HTTPEngine

/// The local network's names by Avahi, which most Linux systems have.
///
/// A thread of its own, because the library blocks on the system's bus while it connects. What it does there is one session after
/// the other: when Avahi or the bus is started again, everything the library held is thrown away and made anew.
package final class AvahiDirectory: ServiceDirectory {
    private struct State {
        var isStopped = false
        /// While the thread lives.
        var poll: OpaquePointer?
    }

    private let state = Locked(State())

    package init(_ task: DirectoryTask, tell: @escaping @Sendable (DirectoryNews) -> Void) {
        SystemCalls.startThread("herd-discovery") { [self] in
            guard let library = AvahiLibrary() else {
                tell(.unavailable("Avahi's library is not installed (\(AvahiLibrary.usualName))"))
                return
            }
            serve(task, by: library) { news in
                if !self.isStopped { tell(news) }
            }
        }
    }

    package func stop() {
        state.withLock { state in
            state.isStopped = true
            if let poll = state.poll { AvahiLibrary()?.wake(poll) }
        }
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    // MARK: On its thread

    private func serve(_ task: DirectoryTask, by library: AvahiLibrary, tell: @escaping (DirectoryNews) -> Void) {
        guard let poll = library.newPoll() else {
            tell(.unavailable("Avahi's library has no memory"))
            return
        }
        state.withLock { $0.poll = poll }
        var pace = RetryPace()
        while !isStopped {
            let session = AvahiSession(task, by: library, on: poll, tell: tell)
            let reason = session.run { isStopped }
            if isStopped { break }
            tell(.unavailable(reason))
            if session.hasWorked { pace.succeeded() }
            rest(for: pace.failed(), library, poll)
        }
        state.withLock { $0.poll = nil }
        library.freePoll(poll)
    }

    /// Sleeps in the library's own loop, out of which `stop` can wake it.
    private func rest(for span: LoopSpan, _ library: AvahiLibrary, _ poll: OpaquePointer) {
        let end = EventLoop.clock().advanced(by: span)
        while !isStopped {
            let left = end.since(EventLoop.clock()).nanoseconds / 1_000_000
            if left == 0 || library.iterate(poll, Int32(clamping: left)) != 0 { return }
        }
    }
}
