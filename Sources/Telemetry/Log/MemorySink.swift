import Synchronization

/// Keeps the lines: for tests of those who log.
package final class MemorySink: LogSink {
    private let kept = Mutex<[String]>([])

    package init() {}

    package var lines: [String] { kept.withLock { $0 } }

    package func write(_ line: [UInt8]) {
        kept.withLock { $0.append(String(decoding: line.dropLast(), as: UTF8.self)) }
    }
}
