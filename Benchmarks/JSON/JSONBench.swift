import Dialects

/// How fast request bodies are read, changed and decoded: `swift run -c release herd-bench-json`.
///
/// Best of several rounds, because what disturbs a round only ever makes it slower.
@main struct JSONBench {
    static func main() {
        print("body              bytes    fields          splice     tree parse  tree write   (MB/s; fields also µs)")
        for (name, body) in bodies { report(name, body) }
        DialectBench.report()
        TranslationBench.report()
    }

    private static let bodies: [(String, [UInt8])] = [
        ("small chat", chat(of: plain(300))),
        ("100 KB chat", chat(of: plain(100_000))),
        ("8 MB chat", chat(of: plain(8 << 20))),
        ("100 KB, escapes", chat(of: escapes(100_000))),
        ("8 MB base64", chat(of: String(repeating: "iVBORw0KGgoAAAANSUhEUgAA", count: 350_000))),
        ("short messages", dense(100_000)),
        ("numbers", numbers(100_000)),
    ]

    private static func report(_ name: String, _ body: [UInt8]) {
        let fields = seconds(body) { body in
            var fields = RequestFields()
            return (try? fields.read(body.span)) == .whole ? 1 : 0
        }
        let splice = seconds(body) { body in
            var fields = RequestFields()
            guard (try? fields.read(body.span)) == .whole else { return 0 }
            return JSONSplice([.init(.model, model)], in: body.span, fields: fields).applied(to: body).count
        }
        let parse = seconds(body) { body in (try? JSONValue(parsing: body)) == nil ? 0 : 1 }
        let tree = (try? JSONValue(parsing: body)) ?? .null
        let write = seconds(body) { _ in tree.encoded.count }
        let speeds = [splice, parse, write].map { padded(Int(Double(body.count) / $0 / 1e6), 12) }.joined()
        let micros = Double(Int(fields * 1e8)) / 100
        let size = padded(body.count, 8)
        print("\(padded(name, -16)) \(size) \(padded(Int(Double(body.count) / fields / 1e6), 9)) \(micros)\(speeds)")
    }

    private static let model = Array("\"llama3:70b\"".utf8)

    /// The best time of one run over the body.
    private static func seconds(_ body: [UInt8], _ work: ([UInt8]) -> Int) -> Double {
        let runs = max(1, 2_000_000 / body.count)
        let clock = ContinuousClock()
        var best = Duration.seconds(1000)
        var sum = 0
        for _ in 0..<15 {
            let time = clock.measure { for _ in 0..<runs { sum &+= work(body) } }
            best = min(best, time)
        }
        precondition(sum > 0)
        return best / .seconds(1) / Double(runs)
    }

    private static func chat(of text: String) -> [UInt8] {
        Array(
            """
            {"model":"llama3:8b","stream":true,"options":{"num_ctx":8192,"temperature":0.7},"keep_alive":"5m",\
            "messages":[{"role":"user","content":"\(text)"}]}
            """.utf8
        )
    }

    private static func plain(_ count: Int) -> String {
        let sentence = "The quick brown fox jumps over the lazy dog, and nobody asks why it does so every time. "
        return String(String(repeating: sentence, count: count / sentence.utf8.count + 1).prefix(count))
    }

    private static func escapes(_ count: Int) -> String {
        String(repeating: #"fifteen letters\n"#, count: count / 17)
    }

    private static func dense(_ count: Int) -> [UInt8] {
        let message = #"{"role":"user","content":"Yes, please."},"#
        let messages = String(repeating: message, count: count / message.utf8.count).dropLast()
        return Array("{\"model\":\"llama3:8b\",\"messages\":[\(messages)]}".utf8)
    }

    private static func numbers(_ count: Int) -> [UInt8] {
        let list = (0..<(count / 6)).map { String(10_000 + $0) }.joined(separator: ",")
        return Array("{\"model\":\"llama3:8b\",\"context\":[\(list)]}".utf8)
    }

    private static func padded(_ value: some CustomStringConvertible, _ width: Int) -> String {
        let text = value.description
        let space = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + space : space + text
    }
}
