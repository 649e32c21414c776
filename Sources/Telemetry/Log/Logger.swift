import Synchronization

/// Writes what happens, one line each, to where the operator looks. A value: every part of the program holds one with its own name.
///
/// A level that is off costs one call and one load; neither the message nor the fields are built. It may be changed any time.
package struct Logger: Sendable {
    private let core: LogCore
    private let component: String

    package init(
        component: String,
        level: LogLevel = .info,
        format: LogFormat = .text,
        sink: any LogSink = DescriptorSink.standardError,
        time: any TimeSource = SystemTime()
    ) {
        self.init(core: LogCore(level: level, format: format, sink: sink, time: time), component: component)
    }

    private init(core: LogCore, component: String) {
        self.core = core
        self.component = component
    }

    /// The same log under another part's name.
    package func named(_ component: String) -> Logger {
        Logger(core: core, component: component)
    }

    package func setLevel(_ level: LogLevel) {
        core.verbosity.store(level.verbosity, ordering: .relaxed)
    }

    package func isOn(_ level: LogLevel) -> Bool {
        level.verbosity <= core.verbosity.load(ordering: .relaxed)
    }

    package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:]) {
        if isOn(.error) { write(.error, message(), fields()) }
    }

    package func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:]) {
        if isOn(.warning) { write(.warning, message(), fields()) }
    }

    package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:]) {
        if isOn(.info) { write(.info, message(), fields()) }
    }

    package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> LogFields = [:]) {
        if isOn(.debug) { write(.debug, message(), fields()) }
    }

    private func write(_ level: LogLevel, _ message: String, _ fields: LogFields) {
        var line = LogLine(format: core.format)
        line.begin(at: core.time.wallTime, level: level, component: component, message: message)
        for (key, value) in fields { line.add(key, value) }
        core.sink.write(line.finished())
    }
}
