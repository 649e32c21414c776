/// An answer being read into memory.
struct FetchReading {
    private let bodyMax: Int
    private var parser = ResponseParser()
    private var framing: BodyFraming?
    private(set) var answer = Fetch.Answer(status: 0, body: [])

    /// Anything at all has come.
    var hasBegun: Bool { parser.hasStarted || framing != nil }
    /// The connection can serve another request after this answer.
    var keepsConnection: Bool { parser.head.keepAlive }

    init(bodyMax: Int) {
        self.bodyMax = bodyMax
    }

    /// True once the answer is whole.
    mutating func take(_ input: Span<UInt8>) throws(Fetch.Fault) -> Bool {
        var at = 0
        while framing == nil {
            guard let taken = try parse(input.extracting(at...)) else { return false }
            at += taken
            if parser.head.status >= 200 { beginBody() } else { parser.reset() }
        }
        return try takeBody(input, from: at)
    }

    private mutating func parse(_ input: Span<UInt8>) throws(Fetch.Fault) -> Int? {
        do throws(HeadFault) {
            return try parser.feed(input)
        } catch {
            throw .malformed(error.explanation)
        }
    }

    private mutating func beginBody() {
        answer.status = parser.head.status
        answer.server = parser.head.value(.server).map { parser.head.text($0) }
        framing = BodyFraming(parser.head.body(answering: .get))
    }

    private mutating func takeBody(_ input: Span<UInt8>, from start: Int) throws(Fetch.Fault) -> Bool {
        var data: [Range<Int>] = []
        let isComplete: Bool
        do throws(ChunkFault) {
            isComplete = try framing?.take(input, from: start) { data.append($0) }.isComplete ?? false
        } catch {
            throw .malformed(error.explanation)
        }
        for range in data {
            if answer.body.count + range.count > bodyMax { throw .tooLarge }
            input.extracting(range).withUnsafeBufferPointer { answer.body.append(contentsOf: $0) }
        }
        return isComplete
    }

    mutating func finishAtEOF() -> Bool {
        framing?.finishAtEOF() ?? false
    }
}
