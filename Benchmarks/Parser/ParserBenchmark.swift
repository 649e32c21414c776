import HTTPEngine

/// Measures what reading costs, without sockets: nanoseconds per head and per chunk, bytes per nanosecond in bulk.
///
/// `swift run -c release herd-bench-parser [WORD…]`. Each figure is the best of many short rounds, because other work on the
/// machine can only add to it.
@main
struct ParserBenchmark {
    static func main() {
        let figures: [(name: String, measure: () -> Double)] = [
            ("request head, 346 B and 9 fields, whole", { requestHead(cut: nil) }),
            ("the same in two pieces", { requestHead(cut: 173) }),
            ("the same byte by byte", { requestHead(cut: 1) }),
            ("request head, 107 B and 4 fields, whole", { requestHead(Samples.small, cut: nil) }),
            ("response head, 120 B and 3 fields", { responseHead() }),
            ("chunk of 113 B, decoded", { decodedChunk() }),
            ("chunk of 113 B, passed through", { passedChunk() }),
            ("64 KiB of one chunk, passed through", { bulk(.chunked) }),
            ("64 KiB of a known length, passed through", { bulk(.length(.max)) }),
        ]
        let wanted = CommandLine.arguments.dropFirst()
        for figure in figures where wanted.allSatisfy({ figure.name.contains($0) }) {
            print(tenths(figure.measure()), "ns", figure.name)
        }
    }

    static func requestHead(_ text: String = Samples.request, cut: Int?) -> Double {
        let bytes = Array(text.utf8)
        var parser = RequestParser()
        return best(of: 300, times: 1000) {
            parser.reset()
            if let cut {
                var index = 0
                while index < bytes.count {
                    let upper = min(index + cut, bytes.count)
                    _ = try? parser.feed(bytes.span.extracting(index..<upper))
                    index = upper
                }
            } else {
                _ = try? parser.feed(bytes.span)
            }
            return parser.head.fields.count
        }
    }

    static func responseHead() -> Double {
        let bytes = Array(Samples.response.utf8)
        var parser = ResponseParser()
        return best(of: 300, times: 1000) {
            parser.reset()
            return (try? parser.feed(bytes.span)) ?? 0
        }
    }

    static func decodedChunk() -> Double {
        let chunks = Array(String(repeating: Samples.chunk, count: 100).utf8)
        var decoder = ChunkedDecoder()
        return best(of: 300, times: 100) {
            var index = 0
            var data = 0
            while case .data(let range) = try? decoder.step(chunks.span, from: index) {
                data += range.count
                index = range.upperBound
            }
            return data
        } / 100
    }

    static func passedChunk() -> Double {
        let chunks = Array(String(repeating: Samples.chunk, count: 100).utf8)
        var framing = BodyFraming(.chunked)
        return best(of: 300, times: 100) { (try? framing.take(chunks.span, from: 0).forward) ?? 0 } / 100
    }

    static func bulk(_ length: BodyLength) -> Double {
        let bytes = [UInt8](repeating: 0x61, count: 65536)
        var framing = BodyFraming(length)
        if length == .chunked { _ = try? framing.take(Array("fffffffffffffff\r\n".utf8).span, from: 0) }
        return best(of: 300, times: 1000) { (try? framing.take(bytes.span, from: 0).forward) ?? 0 }
    }

    static func best(of rounds: Int, times: Int, _ work: () -> Int) -> Double {
        var best = Duration.seconds(1000)
        var sum = 0
        for _ in 0..<rounds {
            best = min(best, ContinuousClock().measure { for _ in 0..<times { sum &+= work() } })
        }
        precondition(sum != 0, "nothing was read")
        return best / .nanoseconds(times)
    }

    static func tenths(_ value: Double) -> String {
        let text = String(Double(Int(value * 10 + 0.5)) / 10)
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
}
