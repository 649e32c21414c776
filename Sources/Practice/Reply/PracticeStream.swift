import Telemetry

/// One piece of a stream, and how long after the piece before it is sent.
package struct PracticeFrame: Equatable, Sendable {
    package var delay: Duration
    package var bytes: [UInt8]
}

/// The frames of an answer, made one by one as they are asked for: an answer without end needs no more memory than any other.
package struct PracticeStream: Sequence, Sendable {
    let voice: any PracticeVoice
    let text: PracticeText
    let promptTokens: Int
    let pace: PracticePace
    /// When the request came.
    let start: WallTime

    package var contentType: String { voice.contentType }

    /// The frame with which a stream breaks off in words.
    package func failure(_ message: String) -> [UInt8] { voice.failure(message) }

    /// How many frames come before the first piece of text.
    package var openingCount: Int { voice.opening(at: start).count }

    package func textFrame(_ text: String) -> [UInt8] { voice.frame(text, at: start) }

    package func makeIterator() -> Iterator { Iterator(self) }

    package struct Iterator: IteratorProtocol {
        private let stream: PracticeStream
        private var text: PracticeText
        private var waiting: ArraySlice<[UInt8]>
        private var delay: Duration
        private var elapsed: Duration
        private var hasEnded = false

        init(_ stream: PracticeStream) {
            self.stream = stream
            text = stream.text
            delay = stream.pace.firstToken
            elapsed = delay
            waiting = stream.voice.opening(at: stream.start.advanced(by: delay))[...]
        }

        package mutating func next() -> PracticeFrame? {
            if let bytes = waiting.popFirst() { return frame(bytes) }
            if hasEnded { return nil }
            let isFirst = text.count == 0
            if let piece = text.next() {
                if !isFirst { wait(stream.pace.interval) }
                return frame(stream.voice.frame(piece, at: stream.start.advanced(by: elapsed)))
            }
            hasEnded = true
            waiting = stream.voice.ending(stream.summary(text), at: stream.start.advanced(by: elapsed))[...]
            return next()
        }

        private mutating func wait(_ span: Duration) {
            delay += span
            elapsed += span
        }

        /// The delay goes with the first frame after it.
        private mutating func frame(_ bytes: [UInt8]) -> PracticeFrame {
            defer { delay = .zero }
            return PracticeFrame(delay: delay, bytes: bytes)
        }
    }
}

extension PracticeStream {
    /// - Parameter text: as it is after its last piece.
    func summary(_ text: PracticeText) -> PracticeSummary {
        PracticeSummary(
            promptTokens: promptTokens,
            tokens: text.count,
            reason: text.reason,
            promptDuration: pace.firstToken,
            evalDuration: pace.interval * Swift.max(1, text.count - 1)
        )
    }

    /// The same answer in one piece.
    var whole: PracticeReply {
        var text = text
        var said = ""
        while let piece = text.next() { said += piece }
        let summary = summary(text)
        let delay = pace.firstToken + pace.interval * Swift.max(0, text.count - 1)
        let bytes = voice.whole(said, summary, at: start.advanced(by: delay))
        return PracticeReply(200, "application/json; charset=utf-8", bytes, after: delay)
    }
}

extension WallTime {
    func advanced(by span: Duration) -> WallTime {
        let sum = Int64(nanoseconds) + Int64(span.wholeNanoseconds)
        let (carry, rest) = sum.quotientAndRemainder(dividingBy: 1_000_000_000)
        return WallTime(seconds: seconds + carry, nanoseconds: Int32(rest))
    }

    /// `2026-11-21T05:00:00.123456789Z`, as Ollama writes it.
    var rfc3339Nanoseconds: String {
        let fraction = String(nanoseconds)
        let zeros = String(repeating: "0", count: 9 - fraction.count)
        return "\(rfc3339.prefix { $0 != "." }).\(zeros)\(fraction)Z"
    }
}
