import Fleet
import Testing

@testable import Dialects

/// Nothing that a client or a backend sends may end in a trap, or in an answer that its reader cannot read.
@Suite struct TranslationFuzzTests {
    private static let rounds = 24

    @Test(arguments: GoldenCase.all.filter { $0.kind == .request })
    func `a request of whatever form is translated or refused`(golden: GoldenCase) throws {
        for seed in 0..<Self.rounds {
            var random = RandomJSON(seed: UInt64(seed) &* 7919 &+ UInt64(golden.input.count))
            let body = seed % 2 == 0 ? random.damaged(golden.input) : random.mutated(golden.input)
            var translation = try golden.translation()
            guard let request = try? translation.request(body.span) else { continue }
            #expect((try? JSONValue(parsing: request.body)) != nil)
            let header = request.dropped.header ?? ""
            #expect(header.utf8.allSatisfy { 0x20..<0x7F ~= $0 })
        }
    }

    @Test(arguments: GoldenCase.all.filter { $0.kind == .answer })
    func `an answer of whatever form is told as an answer or an error`(golden: GoldenCase) throws {
        for seed in 0..<Self.rounds {
            var random = RandomJSON(seed: UInt64(seed) &* 6007 &+ UInt64(golden.input.count))
            let body = seed % 2 == 0 ? random.damaged(golden.input) : random.mutated(golden.input)
            let answer = try golden.translation().answer(status: golden.status, body.span, at: 0.25)
            #expect((try? JSONValue(parsing: answer.body)) != nil)
            #expect(answer.status == 200 || answer.status >= 400)
        }
    }

    @Test(arguments: GoldenCase.streams)
    func `a stream of whatever form ends well or as a failure`(golden: GoldenCase) throws {
        for seed in 0..<Self.rounds {
            var random = RandomJSON(seed: UInt64(seed) &* 4241 &+ UInt64(golden.input.count))
            let body = seed % 2 == 0 ? random.damaged(golden.input) : random.mutatedFrames(golden.input)
            var stream = try golden.translation().stream()
            var output: [UInt8] = []
            let cut = random.roll(body.count + 1)
            for piece in [Array(body[..<cut]), Array(body[cut...])] {
                stream.read(piece.span, at: 0.25)
                output += stream.output
            }
            stream.finish(at: 0.25)
            output += stream.output
            #expect(stream.isComplete != (stream.failure != nil))
            #expect(isReadable(output, golden.call.dialect))
        }
    }

    /// Each frame is JSON.
    private func isReadable(_ output: [UInt8], _ dialect: Dialect) -> Bool {
        output.split(separator: 0x0A).allSatisfy { line in
            var line = Array(line)
            if dialect != .ollama {
                if line.starts(with: Array("event: ".utf8)) { return true }
                guard line.starts(with: Array("data: ".utf8)) else { return false }
                line.removeFirst(6)
                if line == Array("[DONE]".utf8) { return true }
            }
            return (try? JSONValue(parsing: line)) != nil
        }
    }

    @Test(
        arguments: [
            String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
            #"{"model":"m","messages":[{"role":"user","content":\#(String(repeating: "[", count: 600))"#,
            #"{"model":"m","max_tokens":1e999,"messages":[{"role":"user","content":"x"}]}"#,
            #"{"model":"m","max_tokens":-9223372036854775809,"messages":[{"role":"user","content":"x"}]}"#,
            #"{"model":"m","max_tokens":9223372036854775807,"thinking":{"type":"enabled","budget_tokens":9223372036854775807},"messages":[{"role":"user","content":"x"}]}"#,
            #"{"model":"m","max_tokens":5,"max_tokens":6,"messages":1,"messages":[{"role":"user","content":"x"}]}"#,
            #"{"model":"\ud800","max_tokens":5,"messages":[{"role":"user","content":"\udc00\u0000"}]}"#, "", " ",
            "null",
        ]
    )
    func `extremes are answered too`(body: String) throws {
        for client in [
            InferenceCall(.ollama, .chat), InferenceCall(.openAI, .chat), InferenceCall(.anthropic, .messages),
            InferenceCall(.openAI, .responses),
        ] {
            for backend in Dialect.allCases where backend != client.dialect || client.kind == .responses {
                var translation = try Translation(from: client, to: backend, stamp: GoldenCase.stamp)
                if let request = try? translation.request(Array(body.utf8).span) {
                    #expect((try? JSONValue(parsing: request.body)) != nil)
                }
                _ = translation.answer(status: 200, Array(body.utf8).span)
                var stream = translation.stream()
                stream.read(Array("data: \(body)\n\n".utf8).span, at: 0.25)
                stream.finish(at: 0.25)
                #expect(stream.failure != nil)
            }
        }
    }

    @Test func `bytes that are no text are refused`() throws {
        var body = Array(#"{"model":"m","messages":[{"role":"user","content":"x"}]}"#.utf8)
        body[body.firstIndex(of: UInt8(ascii: "x"))!] = 0xFF
        var translation = try Translation(from: InferenceCall(.openAI, .chat), to: .ollama, stamp: GoldenCase.stamp)
        #expect(throws: DialectError.self) { try translation.request(body.span) }
    }
}

extension RandomJSON {
    /// The value with a few parts of it replaced by something else.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        guard var value = try? JSONValue(parsing: bytes) else { return damaged(bytes) }
        for _ in 0...roll(3) { value = mutated(value) }
        return value.encoded
    }

    mutating func mutatedFrames(_ bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line -> [UInt8] in
            let prefix = line.starts(with: Array("data: ".utf8)) ? 6 : 0
            guard line.count > prefix, roll(4) == 0 else { return Array(line) }
            return Array(line.prefix(prefix)) + mutated(Array(line.dropFirst(prefix)))
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    private mutating func mutated(_ value: JSONValue) -> JSONValue {
        if roll(6) == 0 { return tree(depth: 3) }
        switch value {
        case .array(var elements) where !elements.isEmpty:
            let index = roll(elements.count)
            elements[index] = mutated(elements[index])
            return .array(elements)
        case .object(let object) where !object.members.isEmpty:
            var members = object.members
            let index = roll(members.count)
            members[index].value = mutated(members[index].value)
            if roll(8) == 0 { members.append(members[index]) }
            return .object(JSONObject(members))
        default: return tree(depth: 2)
        }
    }
}
