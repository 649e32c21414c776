import Fleet

/// Says an answer in a client's language, event by event, as that dialect's own service would.
///
/// Nothing is said before the first thought, word or call, so that what fails before can still be a failure with a status of
/// its own. A failure is not said here but thrown, when a backend's answer turns out to make no sense.
protocol ChatStreamWriter: Sendable {
    /// - Parameter elapsed: since the request was sent.
    mutating func write(_ event: ChatEvent, to output: inout JSONWriter, at elapsed: Seconds) throws(DialectError)

    /// - Returns: whether it has an end of its own for what failed; else the dialect's error frame is that.
    mutating func writeFailure(_ error: DialectError, to output: inout JSONWriter) -> Bool
}

extension ChatStreamWriter {
    mutating func writeFailure(_ error: DialectError, to output: inout JSONWriter) -> Bool { false }
}
