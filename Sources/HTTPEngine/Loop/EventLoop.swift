import Synchronization

/// A descriptor's owner: told on the loop's thread what the kernel said.
protocol Channel: AnyObject {
    func ready(_ readiness: Readiness)
}

/// A piece of work that was interrupted to let others run.
protocol LoopWork: AnyObject {
    func runLater()
}

/// One thread that waits for sockets and deadlines and runs the tasks that use them.
///
/// The loop is the executor its tasks prefer, so a resumed task runs on the thread that saw the event, without a hop. There
/// is one way to start such a task, `spawn`.
///
/// `@unchecked Sendable`: everything mutable but the inbox is touched on the loop's own thread only. The ways in from
/// outside are `enqueue`, `post` and `ask`, which go through the inbox; the loop's entry points assert the thread.
package final class EventLoop: TaskExecutor, @unchecked Sendable {
    private struct Entry {
        var generation: UInt32 = 0
        var channel: (any Channel)?
    }

    private struct Inbox {
        var jobs: [UnownedJob] = []
        var messages: [@Sendable () -> Void] = []
        var isWoken = false
    }

    package let index: Int
    package let system: SystemCalls
    /// Where every read lands; what must outlive the current synchronous piece of work is copied out of it.
    let scratch: UnsafeMutableRawBufferPointer
    /// Where heads are composed before they are sent; the same rule holds.
    var output = ByteWriter(capacity: 16 * 1024)
    /// The moment the current turn began.
    package private(set) var now: LoopTime
    package var statistics = LoopStatistics()

    private let selector: PlatformSelector
    private let thread = Atomic<UInt>(0)
    private let inbox = Locked(Inbox())
    private var table: [Entry] = []
    private var jobs: [UnownedJob] = []
    private var running: [UnownedJob] = []
    private var deadlines = Deadlines()
    private var work: [any LoopWork] = []
    private var isStopping = false
    private var dates = DateCache()
    private var identifiers = UInt64.random(in: .min ... .max)

    package init(index: Int = 0, system: SystemCalls = SystemCalls()) throws(SystemError) {
        self.index = index
        self.system = system
        selector = try PlatformSelector(system: system)
        scratch = .allocate(byteCount: 64 * 1024, alignment: 64)
        now = SystemCalls.now()
    }

    deinit {
        scratch.deallocate()
    }

    /// Starts the loop's thread; it runs until `stop`.
    package func start() {
        SystemCalls.startThread("herd-loop-\(index)") { self.run() }
    }

    /// Ends the loop after the current turn. What its tasks still waited for never comes: close servers and clients first.
    package func stop() {
        post { self.isStopping = true }
    }

    /// The moment it is, for measuring; deadlines are counted from the turn's `now`.
    package static func clock() -> LoopTime { SystemCalls.now() }

    // MARK: Tasks

    /// Starts a task that lives on this loop. The only place where the program makes one: a task without the preference
    /// would hop to another thread at every await.
    package func spawn(_ body: @escaping @Sendable () async -> Void) {
        Task(executorPreference: self) { await body() }
    }

    package nonisolated func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            jobs.append(job)
            return
        }
        wake { $0.jobs.append(job) }
    }

    /// Runs a piece of work on the loop's thread, soon.
    package func post(_ message: @escaping @Sendable () -> Void) {
        wake { $0.messages.append(message) }
    }

    /// Asks the loop for something it owns.
    package func ask<Answer: Sendable>(_ question: @escaping @Sendable () -> Answer) async -> Answer {
        if isCurrent { return question() }
        defer { showOrder() }
        return await withUnsafeContinuation { asker in
            post {
                let answer = question()
                self.showOrder()
                asker.resume(returning: answer)
            }
        }
    }

    /// Runs a task on this loop and waits for its answer.
    package func run<Answer: Sendable>(_ body: @escaping @Sendable () async -> Answer) async -> Answer {
        defer { showOrder() }
        return await withUnsafeContinuation { asker in
            spawn {
                let answer = await body()
                self.showOrder()
                asker.resume(returning: answer)
            }
        }
    }

    /// The runtime hands an answer from one thread to the other in an order that the thread sanitizer cannot see. Both sides
    /// passing through a lock shows it.
    private func showOrder() {
        inbox.withLock { _ in }
    }

    package var isCurrent: Bool {
        thread.load(ordering: .relaxed) == SystemCalls.currentThread()
    }

    private func wake(_ put: (inout Inbox) -> Void) {
        let mustRing = inbox.withLock { inbox in
            put(&inbox)
            defer { inbox.isWoken = true }
            return !inbox.isWoken
        }
        if mustRing { selector.wake() }
    }

    // MARK: Descriptors and deadlines

    func register(_ descriptor: Int32, _ channel: any Channel) throws(SystemError) {
        assert(isCurrent)
        let index = Int(descriptor)
        while table.count <= index { table.append(Entry()) }
        table[index].generation &+= 1
        try selector.add(Registration(descriptor: descriptor, generation: table[index].generation))
        table[index].channel = channel
    }

    /// Forgets the descriptor and closes it; events that already wait for it find nobody.
    func close(_ descriptor: Int32) {
        assert(isCurrent)
        table[Int(descriptor)].channel = nil
        system.close(descriptor)
    }

    func setDeadline(_ item: Timed, after span: LoopSpan) {
        assert(isCurrent)
        deadlines.set(item, span == .forever ? .never : now.advanced(by: span))
    }

    func clearDeadline(_ item: Timed) {
        deadlines.set(item, .never)
    }

    func removeDeadline(_ item: Timed) {
        deadlines.remove(item)
    }

    /// Has a synchronous piece of work go on after others have had their turn.
    func later(_ work: any LoopWork) {
        self.work.append(work)
    }

    /// Lets others run first. A task that always finds its next input ready would otherwise keep the loop for itself.
    package func giveWay() async {
        await Task.yield()
    }

    package func sleep(for span: LoopSpan) async {
        let sleeper = Sleeper()
        await withUnsafeContinuation { task in
            sleeper.task = task
            setDeadline(sleeper, after: span)
        }
    }

    /// The date as HTTP writes it, composed once a second.
    var date: [UInt8] {
        dates.refresh(at: now)
        return dates.bytes
    }

    /// A number no other request of this process has; the sequence starts at random.
    func nextIdentifier() -> UInt64 {
        // SplitMix64: one addition walks through all numbers, the rest scatters them.
        identifiers &+= 0x9e37_79b9_7f4a_7c15
        var mixed = identifiers
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    // MARK: The turn

    private func run() {
        thread.store(SystemCalls.currentThread(), ordering: .relaxed)
        while !isStopping {
            let count = selector.wait(for: waitingSpan)
            now = SystemCalls.now()
            statistics.turns &+= 1
            let due = takeWork()
            for index in 0..<count { deliver(index) }
            while let item = deadlines.popPassed(by: now) { item.deadlinePassed() }
            takeInbox()
            runJobs()
            if !due.isEmpty { for work in due { work.runLater() } }
            statistics.lag.record(SystemCalls.now().since(now))
        }
        thread.store(0, ordering: .relaxed)
    }

    private func takeWork() -> [any LoopWork] {
        if work.isEmpty { return [] }
        defer { work = [] }
        return work
    }

    private var waitingSpan: LoopSpan {
        if !jobs.isEmpty || !work.isEmpty { return LoopSpan(nanoseconds: 0) }
        let next = deadlines.next
        return next == .never ? .forever : next.since(SystemCalls.now())
    }

    private func deliver(_ index: Int) {
        guard let (registration, readiness) = selector.event(at: index) else { return }
        let entry = table[Int(registration.descriptor)]
        if entry.generation == registration.generation { entry.channel?.ready(readiness) }
    }

    private func takeInbox() {
        let taken = inbox.withLock { inbox in
            defer { inbox = Inbox() }
            return (inbox.jobs, inbox.messages)
        }
        jobs.append(contentsOf: taken.0)
        for message in taken.1 { message() }
    }

    /// Runs what was ready when it began and once what that made ready; the rest waits until the sockets were looked at.
    private func runJobs() {
        for _ in 0..<2 where !jobs.isEmpty {
            swap(&jobs, &running)
            for job in running { job.runSynchronously(on: asUnownedTaskExecutor()) }
            running.removeAll(keepingCapacity: true)
        }
    }
}

/// A task asleep on its loop.
private final class Sleeper: Timed {
    var task: UnsafeContinuation<Void, Never>?

    override func deadlinePassed() {
        task.take()?.resume()
    }
}
