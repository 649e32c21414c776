import Dialects
import Telemetry

@testable import Practice

/// Noon on the day this was written; nanoseconds with a leading zero.
let noon = WallTime(seconds: 1_795_262_400, nanoseconds: 12_345_678)
let pace = PracticePace(tokensPerSecond: 50, firstToken: .milliseconds(100))

/// A question to the practice backend and its answer, taken apart.
struct Ask {
    let reply: PracticeReply

    init(
        _ method: String,
        _ target: String,
        _ body: String = "",
        length: PracticeText.Length? = nil,
        only: PracticeDialect? = nil,
        hasServices: Bool = false
    ) {
        var backend = PracticeBackend(pace: pace, only: only, hasServices: hasServices)
        backend.length = length
        reply = backend.reply(to: PracticeRequest(method, target, body: Array(body.utf8)), at: noon)
    }

    var status: UInt16 { reply.status }

    var frames: [PracticeFrame] {
        if case .stream(let stream) = reply.body { Array(stream) } else { [] }
    }

    var bytes: [UInt8] {
        if case .whole(let bytes, _) = reply.body { bytes } else { [] }
    }

    var delay: Duration? {
        if case .whole(_, let delay) = reply.body { delay } else { nil }
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var json: JSONValue {
        get throws { try JSONValue(parsing: bytes) }
    }

    /// The lines of a stream of NDJSON.
    var lines: [JSONValue] {
        get throws { try frames.map { try JSONValue(parsing: $0.bytes) } }
    }

    /// The events of a stream, each with its name if it has one; what is not JSON is text.
    var events: [(name: String?, data: JSONValue)] {
        get throws {
            try frames.map { frame in
                let lines = String(decoding: frame.bytes, as: UTF8.self).split(separator: "\n")
                let name = lines.first { $0.hasPrefix("event: ") }.map { String($0.dropFirst(7)) }
                let data = lines.first { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) } ?? ""
                if data == "[DONE]" { return (name, .string(data)) }
                return (name, try JSONValue(parsing: Array(data.utf8)))
            }
        }
    }
}

extension JSONValue {
    /// The names of an object's members, in their order.
    var keys: [String] { object?.members.map(\.key) ?? [] }

    subscript(_ index: Int) -> JSONValue? { array.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
}
