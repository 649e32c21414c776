import Testing

@testable import Dialects

/// A request whose long texts went around the translator is, byte for byte, what it would be had they gone through it.
@Suite struct LargeTextsTests {
    private static let long = String(repeating: "iVBORw0KGgoAAAANSUhEUgAA", count: 4000)
    private let stamp = AnswerStamp(id: "t", created: 0, model: "m", promptTokens: 1)

    private static func chat(_ parts: String...) -> String {
        #"{"model":"m","messages":[{"role":"user","content":[\#(parts.joined(separator: ","))]}]}"#
    }

    private static func image(_ data: String) -> String {
        #"{"type":"image_url","image_url":{"url":"data:image/png;base64,\#(data)"}}"#
    }

    private static func text(_ text: String) -> String { #"{"type":"text","text":"\#(text)"}"# }

    @Test(
        arguments: [
            chat(image(long)), chat(text("a \\\" b"), image(long), text("c"), image(long + "BB")), chat(text(long)),
            chat(text("\\\\" + long)), chat(text(long + "é")), chat(text("short")),
        ],
        [Dialect.ollama, .anthropic]
    )
    func `it is the same request`(body: String, dialect: Dialect) throws {
        let call = InferenceCall(.openAI, .chat)
        var through = try Translation(from: call, to: dialect, stamp: stamp)
        var around = through
        let bytes = Array(body.utf8)
        let whole = try through.request(bytes.span)
        let texts = LargeTexts(bytes, secret: 7)
        let said = texts?.reduced ?? bytes
        let reduced = try around.request(said.span)
        let pieces = texts?.restored(in: reduced.body) ?? [reduced.body[...]]
        #expect(Array(pieces.joined()) == whole.body && reduced.dropped == whole.dropped)
        // A plain long text is not copied, any other is.
        let isTaken = body.contains(Self.long) && !body.contains("\\\\") && !body.contains("é")
        #expect((texts != nil) == isTaken && (!isTaken || reduced.body.count < 4096))
    }

    @Test func `what is no JSON is left as it is found`() {
        for body in ["\"\(Self.long)", "\"\(Self.long)\\", "{\"a\":\"\(Self.long)\\\"", "\(Self.long)"] {
            let bytes = Array(body.utf8)
            let texts = LargeTexts(bytes, secret: .max)
            #expect(texts.map { Array($0.restored(in: $0.reduced).joined()) } ?? bytes == bytes)
        }
    }
}
