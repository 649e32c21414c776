import Synchronization

/// What all loggers of a program share.
final class LogCore: Sendable {
    let verbosity: Atomic<UInt8>
    let format: LogFormat
    let sink: any LogSink
    let time: any TimeSource

    init(level: LogLevel, format: LogFormat, sink: any LogSink, time: any TimeSource) {
        verbosity = Atomic(level.verbosity)
        self.format = format
        self.sink = sink
        self.time = time
    }
}
