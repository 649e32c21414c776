import TestSupport
import Testing

/// What is none of the router's business arrives as it was sent.
@Suite struct UnchangedAnswerTests {
    private static let events =
        #"{"model":"practice","stream":true,"max_tokens":2,"messages":[{"role":"user","content":"a"}]}"#
    private static let eventHead = Scene.head("200 OK", "Content-Type: text/event-stream")

    // MARK: Contents

    @Test(arguments: [
        ("", #""done":true"#), ("broken-json-after=1", #""done":false]"#), ("fail-after=1", #"{"error":"#),
        ("end-after=2", #""done":false}"#),
        ("dribble=1us", #""done":true"#), ("tokens=500", #""done":true"#),
    ])
    func `a stream is passed on whatever it says`(fault: String, mark: String) async throws {
        try await onScene { scene in
            let answer = try await scene.answer(to: Scene.generate(fault))
            let seen = await scene.backend.seen
            #expect(answer == Scene.streamHead + seen.sentBody())
            #expect(answer.contains(mark) && answer.hasSuffix("0\r\n\r\n"))
            #expect(seen.requests.first?.text == Scene.prompt && seen.departures == 0)
        }
    }

    @Test(arguments: ["/v1/chat/completions", "/v1/messages"])
    func `events are passed on whatever they say`(path: String) async throws {
        try await onScene { scene in
            for fault in ["", "broken-json-after=1", "fail-after=1", "end-after=1"] {
                let answer = try await scene.answer(to: Scene.post(path, fault, Self.events))
                let sent = await scene.backend.seen.requests.last?.sentBody ?? ""
                #expect(answer == Self.eventHead + sent && answer.contains("data: {"))
                let isBroken = answer.replacing("[DONE]", with: "").contains("]\n\n")
                #expect(isBroken == (fault == "broken-json-after=1"))
            }
            #expect(await scene.backend.seen.connectionsAccepted == 1)
        }
    }

    @Test func `an answer whose JSON is broken is passed on`() async throws {
        try await onScene { scene in
            try await scene.expect(
                Scene.head("200 OK", Scene.jsonType, length: 29) + #"{"version":"0.14.0+practice"]"#,
                for: Scene.get("broken-json-after=0")
            )
            try await scene.expect(Scene.whole, for: Scene.get("dribble=1us"))
        }
    }

    @Test(arguments: [
        ("429", "Too Many Requests", "too many requests"),
        ("500", "Internal Server Error", "the practice backend was told to fail"),
        ("503", "Service Unavailable", "server busy, please try again.  maximum pending requests exceeded"),
    ])
    func `a refusal is passed on, with and without a time to come back`(
        status: String,
        phrase: String,
        message: String
    ) async throws {
        try await onScene { scene in
            let body = "{\"error\":\"\(message)\"}"
            let line = "\(status) \(phrase)"
            try await scene.expect(
                Scene.head(line, Scene.jsonType, length: body.utf8.count) + body,
                for: Scene.generate("status=\(status)")
            )
            for time in ["7", "0", "Fri, 01 Jan 2027 00:00:00 GMT"] {
                try await scene.expect(
                    Scene.head(line, Scene.jsonType, "Retry-After: \(time)", length: body.utf8.count) + body,
                    for: Scene.generate("status=\(status);retry-after=\(time)")
                )
            }
            let seen = await scene.backend.seen
            #expect(seen.requests.count == 4 && seen.connectionsAccepted == 1 && seen.answers == 4)
        }
    }

    // MARK: Comments

    @Test func `comments in front of a stream are passed on`() async throws {
        try await onScene { scene in
            let answer = try await scene.answer(to: Scene.post("/v1/chat/completions", "comments=3", Self.events))
            let comment = "e\r\n: keep-alive\n\n\r\n"
            #expect(answer == Self.eventHead + (await scene.backend.seen.sentBody()))
            #expect(answer.hasPrefix(Self.eventHead + comment + comment + comment))
        }
    }

    @Test func `a comment arrives while there is nothing else yet`() async throws {
        try await onScene { scene in
            let fault = "comments=2;first-token=1000s"
            let client = try await scene.client(sending: Scene.post("/v1/messages", fault, Self.events))
            let expected = Self.eventHead + "e\r\n: keep-alive\n\n\r\ne\r\n: keep-alive\n\n\r\n"
            // Read with its date, which is 28 bytes longer.
            #expect(await client.read(count: expected.utf8.count + 28).undated.text == expected)
            await client.close()
            let seen = await scene.backend.seen { $0.departures == 1 }
            #expect(seen.departures == 1 && Self.eventHead + seen.sentBody() == expected)
        }
    }

    // MARK: Forms

    @Test func `an answer of HTTP 1_0 arrives as one of HTTP 1_1`() async throws {
        try await onScene { scene in
            try await scene.expect(Scene.whole, for: Scene.get("http10"))
            let client = try await scene.client(sending: Scene.generate("http10"))
            #expect(await client.read(until: "\r\n\r\n").undated.text == Scene.streamHead)
            let seen = await scene.backend.seen { $0.answers == 2 && $0.connectionsOpen == 0 }
            #expect(seen.connectionsAccepted == 2 && seen.connectionsOpen == 0 && seen.departures == 0)
            // How it is cut into chunks is up to the moments at which it came.
            #expect(await client.read(until: "0\r\n\r\n").unchunked == seen.sentBody(1))
        }
    }

    @Test func `a client of HTTP 1_0 gets the data alone`() async throws {
        try await onScene { scene in
            let received = try await scene.everything(for: Scene.generate("trailers", version: "1.0"))
            let sent = try #require(await scene.backend.seen.requests.first?.answer)
            let data = RawPeer.Received(bytes: sent, ending: .closed).unchunked
            let head = "HTTP/1.1 200 OK\r\n\(Scene.lineType)\r\nDate: -\r\nX-Request-Id: t\r\nConnection: close\r\n\r\n"
            #expect(received.text == head + data && received.ending == .closed)
        }
    }

    @Test func `trailers are passed on`() async throws {
        try await onScene { scene in
            let end = "0\r\nX-Practice-Trailer: done\r\n\r\n"
            try await scene.expect(
                Scene.head("200 OK", Scene.jsonType) + "1d\r\n\(Scene.json)\r\n" + end,
                for: Scene.get("trailers")
            )
            let stream = try await scene.answer(to: Scene.generate("trailers"))
            let seen = await scene.backend.seen
            #expect(stream == Scene.streamHead + seen.sentBody(1) && stream.hasSuffix(end))
            #expect(seen.connectionsAccepted == 1)
        }
    }

    @Test func `interim answers are passed on to who can take them`() async throws {
        try await onScene { scene in
            let hints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
            let goOn = "HTTP/1.1 100 Continue\r\n\r\n"
            try await scene.expect(goOn + hints + Scene.whole, for: Scene.get("interim=100,103"))
            let old = try await scene.everything(for: Scene.get("interim=100,103", version: "1.0"))
            #expect(old.text == Scene.head("200 OK", Scene.jsonType, length: 29, closes: true) + Scene.json)
        }
    }

    @Test func `a large head is passed on`() async throws {
        try await onScene { scene in
            let filler = "X-Filler: " + String(repeating: "x", count: 60_000)
            let fields = (0..<100).map { "X-Field-\($0): \($0)\r\n" }.joined()
            let start = "HTTP/1.1 200 OK\r\n\(Scene.jsonType)\r\nContent-Length: 29\r\n"
            let end = "Date: -\r\nX-Request-Id: t\r\n\r\n\(Scene.json)"
            try await scene.expect(start + filler + "\r\n" + end, for: Scene.get("head-bytes=60000"))
            try await scene.expect(start + fields + end, for: Scene.get("head-fields=100"))
        }
    }
}

extension RawPeer.Received {
    /// The data of its chunks, up to the last one.
    fileprivate var unchunked: String {
        var data: [UInt8] = []
        let lineEnd = Array("\r\n".utf8)
        var rest = bytes[...]
        if let head = rest.firstRange(of: lineEnd + lineEnd), rest.starts(with: Array("HTTP/".utf8)) {
            rest = rest[head.upperBound...]
        }
        while let line = rest.firstRange(of: lineEnd) {
            let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) ?? 0
            if size == 0 { break }
            data += rest[line.upperBound...].prefix(size)
            rest = rest[line.upperBound...].dropFirst(size + 2)
        }
        return String(decoding: data, as: UTF8.self)
    }
}
