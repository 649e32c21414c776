/// Why a request's body could not be read to its end.
package enum BodyFault: Error, Equatable, Sendable {
    indirect case tooLarge(max: UInt64)
    indirect case malformed(ChunkFault)
    case late
    case left
    /// The bodies of all requests together fill the memory they may use.
    case noMemory

    package var status: UInt16 {
        switch self {
        case .tooLarge: 413
        case .malformed: 400
        case .late: 408
        case .left: 499
        case .noMemory: 503
        }
    }

    package var explanation: String {
        switch self {
        case .tooLarge(let max): "The request body is larger than the \(max) bytes allowed here (body-max)"
        case .malformed(let fault): fault.explanation
        case .late: "The request body did not arrive in time"
        case .left: "The client left before its request was complete"
        case .noMemory: "Too many request bodies are held in memory (bodies-memory-max). Try again in a moment"
        }
    }
}

/// Follows a request's body through the bytes that arrive: where its data lies, where it ends, whether it grows too large.
struct BodyReader {
    private enum Framing {
        case length(left: UInt64)
        case chunked(ChunkedDecoder)
    }

    private var framing: Framing
    var max: UInt64
    private var taken: UInt64 = 0
    private(set) var isComplete: Bool
    /// The client waits for a `100 Continue` before it sends the body.
    private(set) var awaitsInvitation: Bool
    let isChunked: Bool

    init(_ head: RequestHead, options: ServerOptions) {
        max = options.bodyMax
        switch head.body {
        case .chunked:
            framing = .chunked(ChunkedDecoder(trailerLimits: options.headLimits))
            isChunked = true
            isComplete = false
        case .length(let length):
            framing = .length(left: length)
            isChunked = false
            isComplete = length == 0
        case .none, .untilClose:
            framing = .length(left: 0)
            isChunked = false
            isComplete = true
        }
        awaitsInvitation = head.expectsContinue && !isComplete
    }

    /// How much is still to come, where the client said so.
    var announced: UInt64? {
        if case .length(let left) = framing { left } else { nil }
    }

    var trailers: TrailerFields? {
        if case .chunked(let decoder) = framing { decoder.trailers } else { nil }
    }

    mutating func wasInvited() {
        awaitsInvitation = false
    }

    func checkAnnounced() throws(BodyFault) {
        if let announced, announced > max { throw .tooLarge(max: max) }
    }

    /// Passes on the data in the input and answers how much of the input belonged to the body.
    mutating func take(_ input: Span<UInt8>, _ data: (Span<UInt8>) -> Void) throws(BodyFault) -> Int {
        awaitsInvitation = false
        switch framing {
        case .length(let left):
            let count = Int(min(left, UInt64(input.count)))
            data(input.extracting(0..<count))
            framing = .length(left: left - UInt64(count))
            isComplete = left == UInt64(count)
            return count
        case .chunked(var decoder):
            framing = .length(left: 0)
            defer { framing = .chunked(decoder) }
            return try takeChunks(&decoder, input, data)
        }
    }

    private mutating func takeChunks(
        _ decoder: inout ChunkedDecoder,
        _ input: Span<UInt8>,
        _ data: (Span<UInt8>) -> Void
    ) throws(BodyFault) -> Int {
        var at = 0
        while true {
            let step: ChunkedDecoder.Step
            do throws(ChunkFault) {
                step = try decoder.step(input, from: at)
            } catch {
                throw .malformed(error)
            }
            switch step {
            case .data(let range):
                taken += UInt64(range.count)
                if taken > max { throw .tooLarge(max: max) }
                data(input.extracting(range))
                at = range.upperBound
            case .lastChunk(let next):
                at = next
            case .end(let next):
                isComplete = true
                return next
            case .needMore:
                return input.count
            }
        }
    }
}
