/// Finds the end of a body that is passed through as it came, so that nothing behind it is passed on.
///
/// The bytes of a chunked body are forwarded raw, sizes included. Its trailers are kept aside, for not all of them may go
/// on: who forwards writes those that may, and the blank line, after `isComplete`.
package struct BodyFraming: Sendable {
    private enum Kind: UInt8 { case length, chunked, untilClose, complete }

    private var kind: Kind
    private var remaining: UInt64 = 0
    private var isInTrailers = false
    private var decoder: ChunkedDecoder

    package init(_ length: BodyLength, trailerLimits: HeadLimits = HeadLimits()) {
        decoder = ChunkedDecoder(trailerLimits: trailerLimits)
        switch length {
        case .none, .length(0): kind = .complete
        case .length(let count):
            kind = .length
            remaining = count
        case .chunked: kind = .chunked
        case .untilClose: kind = .untilClose
        }
    }

    /// The whole body was taken.
    package var isComplete: Bool { kind == .complete }

    /// Of a chunked body: another chunk could follow what was taken.
    var isBetweenChunks: Bool { kind == .chunked && decoder.isBetweenChunks }

    /// Of a chunked body: the line of its last chunk was taken.
    var hasLastChunk: Bool { isInTrailers }

    /// Of a chunked body that is complete.
    package var trailers: TrailerFields { decoder.trailers }

    /// Takes what belongs to the body from `start` on. Bytes from there up to `forward` may be passed on as they are; those up
    /// to `next` were taken; what follows them, once the body is complete, is not part of it.
    ///
    /// - Parameter data: is shown where the body's own bytes lie, without the sizes around them.
    @inline(__always)
    package mutating func take(
        _ input: Span<UInt8>,
        from start: Int,
        data: (Range<Int>) -> Void = { _ in }
    ) throws(ChunkFault) -> (forward: Int, next: Int, isComplete: Bool) {
        switch kind {
        case .complete: return (start, start, true)
        case .untilClose:
            data(start..<input.count)
            return (input.count, input.count, false)
        case .chunked: return try takeChunks(input, from: start, data: data)
        case .length:
            let count = min(remaining, UInt64(input.count - start))
            data(start..<(start + Int(count)))
            remaining -= count
            if remaining == 0 { kind = .complete }
            return (start + Int(count), start + Int(count), remaining == 0)
        }
    }

    /// The next piece of a chunked body, for who takes the data out of its chunks.
    package mutating func step(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> ChunkedDecoder.Step {
        try decoder.step(input, from: start)
    }

    /// The connection was closed by the other side. True if the body is whole: complete already, or of the kind that ends so.
    package mutating func finishAtEOF() -> Bool {
        if kind == .untilClose { kind = .complete }
        return kind == .complete
    }

    @inline(__always)
    private mutating func takeChunks(
        _ input: Span<UInt8>,
        from start: Int,
        data: (Range<Int>) -> Void
    ) throws(ChunkFault) -> (forward: Int, next: Int, isComplete: Bool) {
        var index = start
        var forward = start
        while true {
            switch try decoder.step(input, from: index) {
            case .data(let range):
                data(range)
                index = range.upperBound
            case .lastChunk(let next):
                isInTrailers = true
                index = next
                forward = next
            case .end(let next):
                kind = .complete
                return (forward, next, true)
            case .needMore:
                return (isInTrailers ? forward : input.count, input.count, false)
            }
        }
    }
}
