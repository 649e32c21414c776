import Fleet
import Foundation
import Testing

@testable import Dialects

/// A pair on disk: what comes in, and what must go out for it.
///
/// `Golden/<client>-<backend>/<kind>-<what>/` holds `in.json` or `in.txt`, and `out.json`, `out.txt` or, where the answer is
/// an error, `refused.json` with the status in its first line. `dropped.txt` lists what a request lost, `status.txt` says
/// what a backend's answer came with. With `HERD_GOLDEN_RECORD` in the environment what is missing is written, to be read by
/// whoever adds a case before it is believed.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    enum Kind: String {
        case request, answer, stream
    }

    let folder: URL
    let direction: String
    let name: String

    var testDescription: String { "\(direction)/\(name)" }

    var kind: Kind { Kind(rawValue: String(name.prefix { $0 != "-" })) ?? .request }

    static let all = (try? found()) ?? []
    static let streams = all.filter { $0.kind == .stream }

    private static func found() throws -> [GoldenCase] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden")
        var cases: [GoldenCase] = []
        for direction in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
            let folder = root.appendingPathComponent(direction)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            for name in names.sorted() {
                cases.append(
                    GoldenCase(folder: folder.appendingPathComponent(name), direction: direction, name: name)
                )
            }
        }
        return cases
    }

    // MARK: Its files

    var input: [UInt8] { read("in.json") ?? read("in.txt") ?? [] }
    var status: UInt16 { read("status.txt").flatMap { UInt16(Self.line($0)) } ?? 200 }

    func read(_ file: String) -> [UInt8]? {
        (try? Data(contentsOf: folder.appendingPathComponent(file))).map { Array($0) }
    }

    /// What stands in the file, which is written first if it is missing and that is wanted.
    func expected(_ file: String, given actual: [UInt8]) throws -> [UInt8]? {
        if let bytes = read(file) { return bytes }
        if ProcessInfo.processInfo.environment["HERD_GOLDEN_RECORD"] != nil {
            try Data(actual).write(to: folder.appendingPathComponent(file))
        }
        return nil
    }

    private static func line(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }

    // MARK: Its translation

    static let stamp = AnswerStamp(
        id: "7f3a",
        created: 1_790_000_000_123_456_789,
        model: "llama3:8b",
        promptTokens: 42
    )

    var call: InferenceCall {
        switch direction.prefix(while: { $0 != "-" }) {
        case "openai": InferenceCall(.openAI, .chat)
        case "completion": InferenceCall(.openAI, .completion)
        case "responses": InferenceCall(.openAI, .responses)
        case "anthropic": InferenceCall(.anthropic, .messages)
        case "generate": InferenceCall(.ollama, .generate)
        default: InferenceCall(.ollama, .chat)
        }
    }

    /// Responses have events and a form of their own.
    var isResponse: Bool { call.kind == .responses }

    var backend: Dialect {
        direction.hasSuffix("-openai") ? .openAI : direction.hasSuffix("-anthropic") ? .anthropic : .ollama
    }

    /// Streams to clients that asked for the usage are told by their name.
    func translation() throws -> Translation {
        var translation = try Translation(from: call, to: backend, stamp: Self.stamp)
        if name.contains("include-usage"), call.dialect == .openAI {
            let prompt = call.kind == .chat ? #""messages":[{"role":"user","content":"x"}]"# : #""prompt":"x""#
            let body = Array(#"{"model":"m",\#(prompt),"stream":true,"stream_options":{"include_usage":true}}"#.utf8)
            _ = try translation.request(body.span)
        }
        return translation
    }

    /// The client's stream, with the backend's cut at these places.
    func stream(_ bytes: [UInt8], cuts: [Int]) throws -> [UInt8] {
        var stream = try translation().stream()
        var output: [UInt8] = []
        var start = 0
        for end in cuts + [bytes.count] {
            let piece = Array(bytes[start..<end])
            stream.read(piece.span, at: 0.25)
            output += stream.output
            start = end
        }
        stream.finish(at: 0.25)
        return output + stream.output
    }
}
