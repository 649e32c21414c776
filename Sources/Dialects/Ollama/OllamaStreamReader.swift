/// Reads the stream of a chat, or of a generation, from Ollama.
struct OllamaStreamReader: ChatStreamReader {
    private var framer = LineFramer()
    private var decoder: OllamaFrameDecoder

    init(_ stamp: AnswerStamp) {
        decoder = OllamaFrameDecoder(stamp)
    }

    mutating func read(_ bytes: Span<UInt8>, into events: inout [ChatEvent]) {
        var index = 0
        while !decoder.isOver, let frame = framer.next(in: bytes, from: &index) {
            switch frame {
            case .here(let range): decoder.decode(bytes.extracting(range), into: &events)
            case .held: decodeHeld(into: &events)
            }
        }
        if framer.isTooLong, !decoder.isOver { decoder.fail(.tooLarge, into: &events) }
    }

    mutating func finish(into events: inout [ChatEvent]) {
        if decoder.isOver { return }
        if framer.finish(), framer.line.span.isWholeFrame { decodeHeld(into: &events) }
        if !decoder.isOver { decoder.fail(.brokenOff, into: &events) }
    }

    private mutating func decodeHeld(into events: inout [ChatEvent]) {
        // A second reference, gone before the framer goes on: nothing is copied.
        let line = framer.line
        decoder.decode(line.span, into: &events)
    }
}
