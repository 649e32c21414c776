/// Reads a whole answer from Ollama. One that does not say it is done was cut off.
struct OllamaAnswerReader {
    let stamp: AnswerStamp

    func read(_ body: Span<UInt8>) throws(DialectError) -> [ChatEvent] {
        guard JSONCursor(objectIn: body) != nil else { throw DialectError(unreadable: body) }
        var events: [ChatEvent] = []
        var decoder = OllamaFrameDecoder(stamp)
        decoder.decode(body, into: &events)
        if !decoder.isOver { throw .brokenOff }
        return events
    }
}
