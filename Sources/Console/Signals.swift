import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The signals that ask the program to stop: the first is waited for, a second ends the process at once.
///
/// They are blocked before any other thread is started, since threads inherit that, and then waited for, so that nothing
/// has to be done inside a signal handler.
package enum Signals {
    package static func hold() {
        signal(SIGPIPE, SIG_IGN)
        var wanted = wanted
        pthread_sigmask(SIG_BLOCK, &wanted, nil)
    }

    /// Waits for the first signal on the calling thread.
    package static func waitForFirst() {
        _ = next()
        SystemCalls.startThread("herd-signals") { _exit(128 + next()) }
    }

    /// One of them has come while they are held; for programs that have other things to wait for.
    package static var hasCome: Bool {
        var pending = sigset_t()
        sigemptyset(&pending)
        sigpending(&pending)
        return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
    }

    private static func next() -> Int32 {
        var wanted = wanted
        var number: Int32 = 0
        sigwait(&wanted, &number)
        return number
    }

    private static var wanted: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }
}
