import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The signals that ask the program to stop: the first is waited for, a second ends the process at once.
///
/// A thread of its own waits for them, so nothing has to be done inside a signal handler. Must be made before any other
/// thread is started: they inherit that these signals are not for them.
final class Signals: Sendable {
    private struct State {
        var hasCome = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    init() {
        signal(SIGPIPE, SIG_IGN)
        var wanted = Self.wanted
        pthread_sigmask(SIG_BLOCK, &wanted, nil)
    }

    private static var wanted: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    /// Waits for the first signal.
    func first() async {
        startWaiting()
        await withCheckedContinuation { task in
            let hasCome = state.withLock { state in
                if !state.hasCome { state.waiting = task }
                return state.hasCome
            }
            if hasCome { task.resume() }
        }
    }

    private func startWaiting() {
        BackgroundThread.start("herd-signals") { [self] in
            var wanted = Self.wanted
            var number: Int32 = 0
            sigwait(&wanted, &number)
            let task = state.withLock { state in
                state.hasCome = true
                return state.waiting.take()
            }
            task?.resume()
            sigwait(&wanted, &number)
            _exit(128 + number)
        }
    }
}
