import Fleet
import Testing

@testable import Dialects

@Suite struct GoldenTests {
    @Test func `there are enough pairs`() {
        #expect(GoldenCase.all.count >= 200)
    }

    @Test(arguments: GoldenCase.all)
    func `what goes out is what must`(golden: GoldenCase) throws {
        switch golden.kind {
        case .request: try checkRequest(golden)
        case .answer:
            let answer = try golden.translation().answer(status: golden.status, golden.input.span, at: 0.25)
            try check(golden, answer.status == 200 ? nil : answer.status, answer.body)
        case .stream:
            let output = try golden.stream(golden.input, cuts: [])
            let expected = try golden.expected("out.txt", given: output)
            #expect(expected.map(text) == text(output))
        }
    }

    private func checkRequest(_ golden: GoldenCase) throws {
        var translation = try golden.translation()
        do {
            let request = try translation.request(golden.input.span)
            try check(golden, nil, request.body)
            if !request.dropped.isEmpty || golden.read("dropped.txt") != nil {
                let names = request.dropped.names.joined(separator: "\n") + "\n"
                #expect(try golden.expected("dropped.txt", given: Array(names.utf8)).map(text) == names)
            }
            let isGenerate = golden.direction.hasPrefix("generate") || golden.direction.hasPrefix("completion")
            if !isGenerate {
                #expect(request.path.hasSuffix(["chat", "completions", "messages"][Int(golden.backend.rawValue)]))
            }
        } catch let error as DialectError {
            try check(golden, error.status, error.body(in: golden.call.dialect))
        }
    }

    private func check(_ golden: GoldenCase, _ status: UInt16?, _ body: [UInt8]) throws {
        let (file, output) =
            status.map { ("refused.json", Array("\($0)\n".utf8) + body) } ?? ("out.json", body + [0x0A])
        #expect(try golden.expected(file, given: output).map(text) == text(output))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
