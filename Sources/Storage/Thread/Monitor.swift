#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A value several threads share, each for a moment, and a bell for the one that waits until it has changed.
///
/// A lock of the system's threads instead of the standard library's `Mutex`, which has no bell and is compiled where the
/// thread sanitizer cannot see it.
///
/// `@unchecked Sendable`: the value is reached inside the lock only.
final class Monitor<Value>: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let bell: UnsafeMutablePointer<pthread_cond_t>
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
        bell = .allocate(capacity: 1)
        bell.initialize(to: pthread_cond_t())
        pthread_cond_init(bell, nil)
    }

    deinit {
        pthread_cond_destroy(bell)
        bell.deallocate()
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    func withLock<Answer>(_ body: (inout Value) -> Answer) -> Answer {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body(&value)
    }

    /// Changes the value and rings.
    func change(_ body: (inout Value) -> Void) {
        withLock { value in
            body(&value)
            pthread_cond_signal(bell)
        }
    }

    /// Blocks the calling thread until there is something to do, and takes it.
    func wait<Answer>(while isIdle: (Value) -> Bool, taking take: (inout Value) -> Answer) -> Answer {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        // No access to the value may last over the wait, or the optimizer takes it for unchanged.
        while isIdle(value) { pthread_cond_wait(bell, lock) }
        return take(&value)
    }
}
