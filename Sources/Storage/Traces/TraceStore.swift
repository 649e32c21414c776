package import Telemetry

/// Keeps one row for each request that has ended, the newest of them, for people who ask what happened.
///
/// `add` costs the data plane a short lock; rows are written in batches on the database's thread. Queries see a row as soon as
/// it was added. If the disk takes nothing, the newest wait in memory, and what no longer fits there is counted as dropped.
package actor TraceStore {
    package struct Options: Sendable {
        /// Rows kept; the oldest beyond that are removed.
        package var countMax = 100_000
        /// The same where they cannot be written to a file.
        package var countInMemoryMax = 1_000
        package var ageMax = Duration.seconds(30 * 86_400)
        /// Rows that wait to be written.
        package var waitingMax = 50_000
        /// Rows written in one transaction.
        package var batchMax = 500

        package init() {}
    }

    private struct Waiting {
        var traces: [any Traced] = []
        var dropped = 0

        /// Room for a quarter more is left before the oldest are removed, so that not every further row moves all others.
        mutating func trim(to countMax: Int) {
            guard traces.count > countMax + countMax / 4 else { return }
            dropped += traces.count - countMax
            traces.removeFirst(traces.count - countMax)
        }
    }

    private let database: Database
    private nonisolated let options: Options
    private let time: any TimeSource
    private nonisolated let waiting = Monitor(Waiting())

    package nonisolated var unownedExecutor: UnownedSerialExecutor { database.unownedExecutor }

    package init(_ database: Database, options: Options = Options(), time: any TimeSource = SystemTime()) {
        precondition(options.countMax > 0 && options.waitingMax > 0 && options.batchMax > 0)
        self.database = database
        self.options = options
        self.time = time
    }

    /// From any thread, at once. True when as many wait as are written together: then it is time to `flush`.
    @discardableResult
    package nonisolated func add(_ trace: some Traced) -> Bool {
        waiting.withLock { waiting in
            waiting.traces.append(trace)
            waiting.trim(to: options.waitingMax)
            return waiting.traces.count == options.batchMax
        }
    }

    package nonisolated var hasWaiting: Bool { waiting.withLock { !$0.traces.isEmpty } }

    /// Rows that were lost because they could not be written in time.
    package nonisolated var droppedCount: Int { waiting.withLock { $0.dropped } }

    /// Writes what waits. What cannot be written goes on waiting; the database has told the log.
    package func flush() {
        while true {
            let batch = waiting.withLock { waiting in
                defer { waiting.traces.removeFirst(min(options.batchMax, waiting.traces.count)) }
                return Array(waiting.traces.prefix(options.batchMax))
            }
            if batch.isEmpty { return }
            guard write(batch) else {
                return waiting.withLock { waiting in
                    waiting.traces.insert(contentsOf: batch, at: 0)
                    waiting.trim(to: options.waitingMax)
                }
            }
        }
    }

    private func write(_ batch: [any Traced]) -> Bool {
        let isKept = database.assumeIsolated { $0.isKept }
        let countMax = isKept ? options.countMax : min(options.countMax, options.countInMemoryMax)
        let oldest = time.wallTime.microseconds - options.ageMax.components.seconds * 1_000_000
        let written: Void? = database.attempt(.writing) { connection throws(DatabaseError) in
            for traced in batch { try traced.trace.insert(into: connection) }
            try Trace.remove(endedBefore: oldest, beyond: countMax, connection)
        }
        return written != nil
    }

    // MARK: Queries

    /// The newest first.
    package func newest(_ count: Int) -> [Trace] {
        flush()
        let wanted = min(max(count, 0), options.countMax)
        let unwritten = waiting.withLock { $0.traces.suffix(wanted) }.reversed().map(\.trace)
        let written = database.attempt(.reading) { connection throws(DatabaseError) in
            try Trace.newest(wanted - unwritten.count, connection)
        }
        return unwritten + (written ?? [])
    }

    /// The last one with this id: a client may have given two requests the same.
    package func trace(of request: String) -> Trace? {
        flush()
        let request = Trace.cut(request)
        let unwritten = waiting.withLock { $0.traces }.reversed().lazy.map(\.trace).first { $0.request == request }
        if let unwritten { return unwritten }
        let written = database.attempt(.reading) { connection throws(DatabaseError) in
            try Trace.last(of: request, connection)
        }
        return written ?? nil
    }
}
