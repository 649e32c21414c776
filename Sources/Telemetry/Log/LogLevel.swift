/// How much it matters: `error` someone must act, `warning` we degraded, `info` lifecycle, `debug` each decision with its numbers.
package enum LogLevel: String, CaseIterable, Sendable {
    case error, warning, info, debug

    var verbosity: UInt8 {
        switch self {
        case .error: 0
        case .warning: 1
        case .info: 2
        case .debug: 3
        }
    }
}
