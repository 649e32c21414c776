@testable import HTTPEngine

/// How reading ended, whatever the pieces were: the same bytes must always give the same one.
enum Reading<Message: Equatable & Sendable>: Equatable, Sendable {
    case complete(Message, end: Int)
    case refused(HeadFault)
    case unfinished
}

func readRequest(_ bytes: [UInt8], cuts: [Int] = [], limits: HeadLimits = HeadLimits()) -> Reading<RequestHead> {
    var parser = RequestParser(limits: limits)
    return read(bytes, cuts: cuts) { piece throws(HeadFault) in
        try parser.feed(piece)
    } head: {
        parser.head
    }
}

func readRequest(_ text: String, limits: HeadLimits = HeadLimits()) -> Reading<RequestHead> {
    readRequest(Array(text.utf8), limits: limits)
}

func readResponse(_ bytes: [UInt8], cuts: [Int] = [], limits: HeadLimits = HeadLimits()) -> Reading<ResponseHead> {
    var parser = ResponseParser(limits: limits)
    return read(bytes, cuts: cuts) { piece throws(HeadFault) in
        try parser.feed(piece)
    } head: {
        parser.head
    }
}

func readResponse(_ text: String, limits: HeadLimits = HeadLimits()) -> Reading<ResponseHead> {
    readResponse(Array(text.utf8), limits: limits)
}

private func read<Message>(
    _ bytes: [UInt8],
    cuts: [Int],
    feed: (Span<UInt8>) throws(HeadFault) -> Int?,
    head: () -> Message
) -> Reading<Message> {
    var start = 0
    for end in cuts + [bytes.count] {
        do {
            if let taken = try feed(bytes.span.extracting(start..<end)) { return .complete(head(), end: start + taken) }
        } catch {
            return .refused(error)
        }
        start = end
    }
    return .unfinished
}

extension Reading {
    var message: Message? {
        if case .complete(let message, _) = self { message } else { nil }
    }

    var fault: HeadFault? {
        if case .refused(let fault) = self { fault } else { nil }
    }
}

/// What decoding a chunked body gave.
struct Decoding: Equatable {
    var data: [UInt8] = []
    var lastChunk: Int?
    var end: Int?
    var fault: ChunkFault?
    var trailers = TrailerFields()
}

func decode(_ bytes: [UInt8], cuts: [Int] = [], limits: HeadLimits = HeadLimits()) -> Decoding {
    var decoder = ChunkedDecoder(trailerLimits: limits)
    var decoding = Decoding()
    var start = 0
    for end in cuts + [bytes.count] where decoding.end == nil && decoding.fault == nil {
        decode(bytes, start..<end, &decoder, &decoding)
        start = end
    }
    if decoding.fault == nil { decoding.trailers = decoder.trailers }
    return decoding
}

private func decode(_ bytes: [UInt8], _ piece: Range<Int>, _ decoder: inout ChunkedDecoder, _ decoding: inout Decoding)
{
    let input = bytes.span.extracting(piece)
    var index = 0
    do {
        while true {
            switch try decoder.step(input, from: index) {
            case .data(let range):
                decoding.data += bytes[piece.lowerBound + range.lowerBound..<piece.lowerBound + range.upperBound]
                index = range.upperBound
            case .lastChunk(let next):
                decoding.lastChunk = piece.lowerBound + next
                index = next
            case .end(let next):
                decoding.end = piece.lowerBound + next
                return
            case .needMore:
                return
            }
        }
    } catch {
        decoding.fault = error
    }
}

/// What passing a chunked body through gave. What was passed on before a fault depends on the pieces, so it is not kept.
struct Passing: Equatable {
    var forwarded: [UInt8] = []
    var end: Int?
    var fault: ChunkFault?
    var trailers = TrailerFields()
}

func pass(_ bytes: [UInt8], cuts: [Int] = []) -> Passing {
    var framing = BodyFraming(.chunked)
    var passing = Passing()
    var start = 0
    for end in cuts + [bytes.count] where passing.end == nil {
        do {
            let (forward, next, isComplete) = try framing.take(bytes.span.extracting(start..<end), from: 0)
            passing.forwarded += bytes[start..<start + forward]
            if isComplete { passing.end = start + next }
        } catch {
            return Passing(fault: error)
        }
        start = end
    }
    passing.trailers = framing.trailers
    return passing
}
