/// Wakes a task that sleeps on its loop before its time. A ring that nobody waits for is heard by the next who does.
///
/// `@unchecked Sendable`: what changes is touched on the loop only, where `ring` goes by message.
package final class Bell: Timed, @unchecked Sendable {
    private let loop: EventLoop
    private var hasRung = false
    private var task: UnsafeContinuation<Void, Never>?

    package init(on loop: EventLoop) {
        self.loop = loop
    }

    /// From any thread.
    package func ring() {
        loop.post {
            self.hasRung = true
            self.wake()
        }
    }

    /// On the loop, one task at a time: until the bell rings or so much time has passed. Answers whether it rang.
    @discardableResult
    package func wait(for span: LoopSpan) async -> Bool {
        if !hasRung {
            loop.setDeadline(self, after: span)
            await withUnsafeContinuation { task = $0 }
            loop.clearDeadline(self)
        }
        defer { hasRung = false }
        return hasRung
    }

    override func deadlinePassed() {
        wake()
    }

    private func wake() {
        task.take()?.resume()
    }
}
