import HTTPEngine
import Router
import TestSupport
import Testing

/// A router in front of a backend that misbehaves as each request tells it to, and what clients must see of it.
///
/// Requests bring their own name, so of all a client gets only the date is not known beforehand: it is read as a dash.
struct Scene {
    let stage: Stage
    let backend: FakeBackend

    // MARK: Requests

    static func get(_ fault: String = "", version: String = "1.1") -> String {
        "GET /api/version HTTP/\(version)\r\nHost: a\r\nX-Request-Id: t\r\nX-Fake: \(fault)\r\n\r\n"
    }

    static func post(_ path: String, _ fault: String = "", _ body: String, version: String = "1.1") -> String {
        "POST \(path) HTTP/\(version)\r\nHost: a\r\nX-Request-Id: t\r\nX-Fake: \(fault)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// For an answer in three pieces and an end.
    static func generate(_ fault: String = "", version: String = "1.1") -> String {
        post("/api/generate", fault, prompt, version: version)
    }

    static let prompt = #"{"model":"practice","prompt":"a","options":{"num_predict":3}}"#

    // MARK: Answers

    static let json = #"{"version":"0.14.0+practice"}"#
    static let jsonType = "Content-Type: application/json; charset=utf-8"
    static let lineType = "Content-Type: application/x-ndjson"

    /// The head of a backend's answer as its client gets it.
    static func head(_ lines: String..., length: Int? = nil, closes: Bool = false) -> String {
        let framing = length.map { ["Content-Length: \($0)", "Date: -"] } ?? ["Date: -", "Transfer-Encoding: chunked"]
        return text(["HTTP/1.1 \(lines[0])"] + lines.dropFirst() + framing + ["X-Request-Id: t"], closes: closes)
    }

    static let whole = head("200 OK", jsonType, length: 29) + json
    static let streamHead = head("200 OK", lineType)

    /// The router's own answer where the backend gave none that is fit to pass on.
    static func failure(_ status: String, _ message: String) -> String {
        let body = "{\"error\":\"\(message)\"}\n"
        let lines = [
            "HTTP/1.1 \(status)", "Server: herd", "Content-Type: application/json", "Date: -", "X-Request-Id: t",
        ]
        return text(lines + ["Content-Length: \(body.utf8.count)"]) + body
    }

    /// A request that the router answers itself, and its answer.
    private static let last = "GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: t\r\nConnection: close\r\n\r\n"
    private static let lastAnswer =
        text([
            "HTTP/1.1 200 OK", "Server: herd", "Content-Type: text/plain; charset=utf-8", "Date: -", "X-Request-Id: t",
            "Connection: close", "Content-Length: 16",
        ]) + "Herd is running\n"

    private static func text(_ lines: [String], closes: Bool = false) -> String {
        (lines + (closes ? ["Connection: close"] : []) + ["", ""]).joined(separator: "\r\n")
    }

    // MARK: Asking

    func client(sending request: String) async throws -> RawPeer {
        let client = try await stage.client()
        await client.send(request)
        return client
    }

    /// All that comes for a request up to the end of the connection.
    func everything(for request: String) async throws -> RawPeer.Received {
        let client = try await client(sending: request)
        return await client.readAll().undated
    }

    /// The answer to a request after which the connection goes on. Behind it stood another one, so that not a byte too many
    /// goes unseen.
    func answer(to request: String) async throws -> String {
        let client = try await client(sending: request + Self.last)
        let received = await client.readAll().undated
        guard received.text.hasSuffix(Self.lastAnswer), received.ending == .closed else {
            Issue.record("the connection did not go on: \(received.text)")
            return received.text
        }
        return String(decoding: received.bytes.dropLast(Self.lastAnswer.utf8.count), as: UTF8.self)
    }

    func expect(
        _ answer: String,
        for request: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let received = try await self.answer(to: request)
        #expect(received == answer, sourceLocation: sourceLocation)
    }

    /// What the backend had seen once nobody was connected to it any more.
    var aftermath: FakeFigures {
        get async { await backend.seen { $0.connectionsOpen == 0 } }
    }
}

/// A scene of its own for each test, taken down afterwards.
func onScene(
    _ change: (inout RouterOptions) -> Void = { _ in },
    _ play: (Scene) async throws -> Void
) async throws {
    let backend = try await FakeBackend()
    do {
        try await onStage({ options in
            options.backends = [backend.endpoint]
            // A connection shall end for what happened on it, not for its age.
            options.upstream.idleTimeout = .seconds(1_000)
            change(&options)
        }) { try await play(Scene(stage: $0, backend: backend)) }
    } catch {
        Issue.record(error)
    }
    // However it is answered, the router asks as it should.
    #expect(await backend.seen.refusals == [])
    await backend.stop()
}

extension RawPeer.Received {
    /// With the date read as a dash.
    var undated: RawPeer.Received {
        var bytes = bytes
        let mark = Array("\r\nDate: ".utf8)
        for range in bytes.ranges(of: mark).reversed() where bytes[range.upperBound...].count >= 29 {
            bytes.replaceSubrange(range.upperBound..<(range.upperBound + 29), with: [UInt8(ascii: "-")])
        }
        return RawPeer.Received(bytes: bytes, ending: ending)
    }
}

extension FakeFigures {
    /// What the backend sent behind the head of its answer to one of the requests.
    func sentBody(_ index: Int = 0) -> String {
        guard requests.indices.contains(index) else { return "request \(index) never came" }
        return requests[index].sentBody
    }
}

extension FakeFigures.Request {
    var sentBody: String {
        guard let end = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return "" }
        return String(decoding: answer[end.upperBound...], as: UTF8.self)
    }
}
