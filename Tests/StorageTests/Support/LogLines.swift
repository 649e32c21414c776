import Telemetry

@testable import Storage

/// What was logged, from whatever thread.
final class LogLines: LogSink {
    private let kept = Monitor<[String]>([])

    var all: [String] { kept.withLock { $0 } }
    var warnings: [String] { all.filter { $0.contains(" warning ") } }

    func write(_ line: [UInt8]) {
        kept.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    var logger: Logger { Logger(component: "test", sink: self) }
}
