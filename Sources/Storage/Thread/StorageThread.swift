/// The thread on which all of the database happens, as the executor of the actors that use it.
///
/// SQLite blocks: on the disk, and on other programs that hold its lock. No event loop and no thread of Swift's small pool may
/// wait for that. Jobs run one by one in the order they came.
final class StorageThread: SerialExecutor {
    private struct Inbox {
        var jobs: [UnownedJob] = []
        var isStopping = false
    }

    private let inbox = Monitor(Inbox())

    init() {
        Self.start { self.run() }
    }

    /// The thread ends after the jobs it was given so far.
    func stop() {
        inbox.change { $0.isStopping = true }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        inbox.change { $0.jobs.append(job) }
    }

    private func run() {
        while true {
            let jobs = inbox.wait(while: { $0.jobs.isEmpty && !$0.isStopping }) { inbox in
                defer { inbox.jobs = [] }
                return inbox.jobs
            }
            if jobs.isEmpty { return }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Carries a closure into a new thread.
    final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
