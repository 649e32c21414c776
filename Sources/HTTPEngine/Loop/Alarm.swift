/// Calls somebody at a moment, which may be moved; from any thread.
///
/// `@unchecked Sendable`: what changes is touched on the loop only.
package final class Alarm: Timed, @unchecked Sendable {
    private let loop: EventLoop
    private var ring: @Sendable () -> Void = {}

    package init(on loop: EventLoop) {
        self.loop = loop
        super.init()
    }

    /// What it calls.
    package func connect(_ ring: @escaping @Sendable () -> Void) {
        loop.post { self.ring = ring }
    }

    /// Rings once, then; an earlier setting is forgotten.
    package func set(at moment: LoopTime) {
        loop.post { self.loop.setDeadline(self, after: moment.since(self.loop.now)) }
    }

    /// Rings no more.
    package func clear() {
        loop.post { self.loop.removeDeadline(self) }
    }

    override func deadlinePassed() {
        ring()
    }
}
