/// What the kernel said about a descriptor.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    static let bothWays: Readiness = [.readable, .writable]
    /// The peer will send no more (FIN); it may still be listening.
    package static let finished = Readiness(rawValue: 4)
    /// Both directions are dead: reset, timed out by the kernel, or refused.
    package static let broken = Readiness(rawValue: 8)
    /// Not from the kernel: the deadline set on the descriptor has passed.
    package static let deadline = Readiness(rawValue: 16)
    /// Not from the kernel: some of what waited to be sent has gone, though not all.
    package static let progress = Readiness(rawValue: 64)
    /// Not from the kernel: what the waiter was waiting for is no longer wanted.
    package static let interrupted = Readiness(rawValue: 32)
}

/// Names a registration: the descriptor and how often its number was registered before, so that an event for a closed
/// descriptor cannot reach the one that got its number.
package struct Registration: Equatable, Sendable {
    package var descriptor: Int32
    package var generation: UInt32

    var packed: UInt64 {
        UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    init(descriptor: Int32, generation: UInt32) {
        self.descriptor = descriptor
        self.generation = generation
    }

    init(packed: UInt64) {
        descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: packed))
        generation = UInt32(truncatingIfNeeded: packed >> 32)
    }
}

/// The kernel's event queue, edge triggered: a descriptor is registered once for both directions and never changed;
/// closing it takes it off.
///
/// Epoll here, kqueue on macOS; `wake` is the only method that may be called from another thread.
protocol Selector: ~Copyable {
    init(system: SystemCalls) throws(SystemError)
    borrowing func add(_ registration: Registration) throws(SystemError)
    /// Waits until something is ready or the span has passed, and answers how many events there are; zero only looks.
    borrowing func wait(for span: LoopSpan) -> Int
    /// One of the events the last wait found; nil for the bell.
    borrowing func event(at index: Int) -> (Registration, Readiness)?
    borrowing func wake()
}
