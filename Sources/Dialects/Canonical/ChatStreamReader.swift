/// Understands a backend's stream, whatever pieces it comes in: the same bytes give the same events however they are cut.
///
/// Of what has come only an unfinished frame is kept. After an event that is the last, nothing is read any more.
protocol ChatStreamReader: Sendable {
    mutating func read(_ bytes: Span<UInt8>, into events: inout [ChatEvent])

    /// There are no more bytes. What has not come to its proper end by then was cut off, and is no answer.
    mutating func finish(into events: inout [ChatEvent])
}
