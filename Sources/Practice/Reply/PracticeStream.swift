import Telemetry

/// One piece of a stream, and how long after the piece before it is sent.
package struct PracticeFrame: Equatable, Sendable {
    package var delay: Duration
    package var bytes: [UInt8]
}

/// The frames of an answer, made one by one as they are asked for: an answer without end needs no more memory than any other.
package struct PracticeStream: Sequence, Sendable {
    let voice: any PracticeVoice
    let answer: PracticeAnswer
    let promptTokens: Int
    let pace: PracticePace
    /// When the request came.
    let start: WallTime

    package var contentType: String { voice.contentType }

    /// The frame with which a stream breaks off in words.
    package func failure(_ message: String) -> [UInt8] { voice.failure(message) }

    /// How many frames come before the first piece.
    package var openingCount: Int { opening(at: start).count }

    /// More of what the answer begins with.
    package func textFrame(_ text: String) -> [UInt8] {
        voice.frame(PracticeAnswer.Piece(place: 0, part: answer.parts[0], text: text), at: start)
    }

    private func opening(at time: WallTime) -> [[UInt8]] {
        voice.opening(at: time) + voice.beginning(answer.parts[0], 0, at: time)
    }

    package func makeIterator() -> Iterator { Iterator(self) }

    package struct Iterator: IteratorProtocol {
        private let stream: PracticeStream
        private var answer: PracticeAnswer
        private var place = 0
        private var waiting: ArraySlice<[UInt8]>
        private var delay: Duration
        private var elapsed: Duration
        private var hasEnded = false

        init(_ stream: PracticeStream) {
            self.stream = stream
            answer = stream.answer
            delay = stream.pace.firstToken
            elapsed = delay
            waiting = stream.opening(at: stream.start.advanced(by: delay))[...]
        }

        package mutating func next() -> PracticeFrame? {
            if let bytes = waiting.popFirst() { return frame(bytes) }
            if hasEnded { return nil }
            let isFirst = answer.count == 0
            let piece = answer.next()
            if piece != nil, !isFirst { wait(stream.pace.interval) }
            move(to: piece?.place ?? answer.parts.count)
            if let piece {
                waiting.append(stream.voice.frame(piece, at: now))
            } else {
                hasEnded = true
                waiting += stream.voice.ending(stream.summary(answer), at: now)
            }
            return next()
        }

        private var now: WallTime { stream.start.advanced(by: elapsed) }

        /// Closes the parts before this one, and begins it.
        private mutating func move(to next: Int) {
            while place < next {
                waiting += stream.voice.closing(answer.parts[place], place, at: now)
                place += 1
                if place < answer.parts.count {
                    waiting += stream.voice.beginning(answer.parts[place], place, at: now)
                }
            }
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
    /// - Parameter answer: as it is after its last piece.
    func summary(_ answer: PracticeAnswer) -> PracticeSummary {
        PracticeSummary(
            promptTokens: promptTokens,
            tokens: answer.count,
            reason: answer.reason,
            promptDuration: pace.firstToken,
            evalDuration: pace.interval * Swift.max(1, answer.count - 1)
        )
    }

    /// The same answer in one piece.
    var whole: PracticeReply {
        var rest = answer
        var said = answer.parts.map { PracticeSaid(part: $0, text: "") }
        while let piece = rest.next() { said[piece.place].text += piece.text }
        let delay = pace.firstToken + pace.interval * Swift.max(0, rest.count - 1)
        let bytes = voice.whole(said, summary(rest), at: start.advanced(by: delay))
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
