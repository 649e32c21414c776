/// Reads the stream of a chat, or of a completion, from OpenAI's service or one that speaks like it.
struct OpenAIStreamReader: ChatStreamReader {
    private var framer = EventFramer()
    private var decoder: OpenAIFrameDecoder

    init(_ stamp: AnswerStamp) {
        decoder = OpenAIFrameDecoder(stamp)
    }

    mutating func read(_ bytes: Span<UInt8>, into events: inout [ChatEvent]) {
        var index = 0
        while !decoder.isOver, framer.next(in: bytes, from: &index) { decode(into: &events) }
        if framer.isTooLong, !decoder.isOver { decoder.fail(.tooLarge, into: &events) }
    }

    mutating func finish(into events: inout [ChatEvent]) {
        if decoder.isOver { return }
        if framer.finish(), framer.data.span.isWholeFrame { decode(into: &events) }
        if !decoder.isOver { decoder.fail(.brokenOff, into: &events) }
    }

    private mutating func decode(into events: inout [ChatEvent]) {
        // A second reference, gone before the framer goes on: nothing is copied.
        let data = framer.data
        decoder.decode(data.span, into: &events)
    }
}
