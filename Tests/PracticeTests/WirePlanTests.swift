import Testing

@testable import Practice

/// Every misbehaviour, byte for byte.
@Suite struct WirePlanTests {
    private static let tags = PracticeRequest("GET", "/api/version")
    private static let json = #"{"version":"0.14.0+practice"}"#
    private static let type = "Content-Type: application/json; charset=utf-8\r\n"
    private static let whole = "HTTP/1.1 200 OK\r\n\(type)Content-Length: 29\r\n\r\n\(json)"

    private func plan(
        _ text: String,
        _ request: PracticeRequest = tags,
        client: WireClient = WireClient()
    ) throws -> [WireAction] {
        WirePlan(
            request,
            to: PracticeBackend(pace: pace),
            misbehaving: try Misbehaviour(text),
            client: client,
            at: noon
        ).actions
    }

    /// The actions as text: what is sent in quotes, everything else by its name.
    private func script(
        _ text: String,
        _ request: PracticeRequest = tags,
        client: WireClient = WireClient()
    ) throws -> [String] {
        try plan(text, request, client: client).map(Self.describe)
    }

    private static func describe(_ action: WireAction) -> String {
        switch action {
        case .send(let bytes): String(decoding: bytes, as: UTF8.self)
        case .wait(let span): "wait \(span)"
        case .readBody: "read body"
        case .awaitBytes: "await bytes"
        case .hang: "hang"
        case .forever(let bytes, let interval): "forever \(String(decoding: bytes, as: UTF8.self)) every \(interval)"
        case .close: "close"
        case .reset: "reset"
        }
    }

    /// Three lines of NDJSON: two pieces and the end.
    private static let stream = PracticeRequest(
        "POST",
        "/api/generate",
        body: Array(#"{"model":"practice","prompt":"a","options":{"num_predict":2}}"#.utf8)
    )
    private static let events = PracticeRequest(
        "POST",
        "/v1/messages",
        body: Array(#"{"model":"practice","max_tokens":1,"stream":true,"messages":[{"content":"a"}]}"#.utf8)
    )
    private static let streamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func frames(_ request: PracticeRequest) -> [String] {
        guard case .stream(let stream) = PracticeBackend(pace: pace).reply(to: request, at: noon).body else {
            return []
        }
        return stream.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }
    private static let chunks = frames(stream).map(chunk)
    private static let first = "wait \(pace.firstToken)"
    private static let between = "wait \(Duration.milliseconds(20))"

    // MARK: Right answers

    @Test func `a whole answer has its length and leaves the connection`() throws {
        #expect(try script("") == [Self.whole])
    }

    @Test func `a stream is chunked and keeps its pace`() throws {
        #expect(
            try script("", Self.stream) == [
                Self.streamHead, Self.first, Self.chunks[0], Self.between,
                Self.chunks[1] + Self.chunks[2] + "0\r\n\r\n",
            ]
        )
    }

    @Test func `a client that does not keep the connection is told and left`() throws {
        let closing = Self.whole.replacing("29\r\n", with: "29\r\nConnection: close\r\n")
        #expect(try script("", client: WireClient(keepsAlive: false)) == [closing, "close"])
    }

    @Test func `an old client gets a stream that ends with the connection`() throws {
        let frames = Self.frames(Self.stream)
        #expect(
            try script("", Self.stream, client: WireClient(isHTTP10: true)) == [
                Self.streamHead.replacing("Transfer-Encoding: chunked", with: "Connection: close"), Self.first,
                frames[0], Self.between,
                frames[1] + frames[2], "close",
            ]
        )
    }

    @Test func `a head alone is what HEAD gets`() throws {
        let request = PracticeRequest("HEAD", "/api/version")
        #expect(
            try script("", request, client: WireClient(isHead: true)) == [Self.whole.replacing(Self.json, with: "")]
        )
    }

    // MARK: Before the answer

    @Test func `the first byte can be late, never come, or be the end`() throws {
        #expect(try script("first-byte=2s") == ["wait \(Duration.seconds(2))", Self.whole])
        #expect(try script("hang") == ["hang"])
        #expect(try script("drop=close") == ["close"])
        #expect(try script("drop=reset;first-byte=1s") == ["wait \(Duration.seconds(1))", "reset"])
    }

    @Test func `interim answers come first, asked for or not`() throws {
        let sent = try script("interim=100,103,101,199").joined()
        let heads = sent.components(separatedBy: "\r\n\r\n")
        #expect(heads[0] == "HTTP/1.1 100 Continue")
        #expect(heads[1].hasPrefix("HTTP/1.1 103 Early Hints\r\nLink: "))
        #expect(heads[2] == "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: practice")
        #expect(heads[3] == "HTTP/1.1 199 Interim")
        #expect(sent.hasSuffix(Self.whole))
    }

    @Test func `an early answer does not wait for the body`() throws {
        let request = PracticeRequest("POST", "/v1/chat/completions")
        let refused = try script("early=close", request)
        #expect(
            refused.count == 2 && refused[0].hasPrefix("HTTP/1.1 413 Content Too Large\r\n") && refused[1] == "close"
        )
        #expect(refused[0].contains("Connection: close") && refused[0].contains("\"type\":\"api_error\""))
        let accepted = try script("early=read;status=200", request)
        #expect(accepted == ["HTTP/1.1 200 OK\r\n\(Self.type)Content-Length: 2\r\n\r\n{}", "read body"])
    }

    // MARK: Statuses

    @Test(arguments: [("429", "Too Many Requests"), ("500", "Internal Server Error"), ("503", "Service Unavailable")])
    func `a refusal speaks the dialect of its path, with or without a time to come back`(status: String, phrase: String)
        throws
    {
        for (request, shape) in [(Self.stream, "{\"error\":\""), (Self.events, "{\"type\":\"error\"")] {
            let plain = try script("status=\(status)", request)
            #expect(
                plain.count == 1 && plain[0].hasPrefix("HTTP/1.1 \(status) \(phrase)\r\n")
                    && plain[0].contains("\r\n\r\n\(shape)")
            )
            #expect(!plain[0].contains("Retry-After"))
            for time in ["7", "Fri, 01 Jan 2027 00:00:00 GMT"] {
                #expect(
                    try script("status=\(status);retry-after=\(time)", request)[0].contains(
                        "\r\nRetry-After: \(time)\r\n"
                    )
                )
            }
        }
    }

    @Test func `a status that is none of ours keeps the answer`() throws {
        #expect(try script("status=299") == [Self.whole.replacing("200 OK", with: "299 Practice")])
    }

    // MARK: Bodies that leave the right way

    @Test func `a stream stalls, ends and breaks after as many frames as told`() throws {
        let start = [Self.streamHead, Self.first, Self.chunks[0]]
        #expect(try script("stall-after=1", Self.stream) == start + ["hang"])
        #expect(try script("close-after=1", Self.stream) == start + ["close"])
        #expect(try script("reset-after=1", Self.stream) == start + ["reset"])
        #expect(try script("stall-after=0", Self.stream) == [Self.streamHead, "hang"])
        #expect(
            try script("close-after=2", Self.stream) == [
                Self.streamHead, Self.first, Self.chunks[0], Self.between, Self.chunks[1], "close",
            ]
        )
        #expect(try script("close-after=3", Self.stream).last == "close")
    }

    @Test func `a whole answer stalls or breaks behind its head`() throws {
        let head = Self.whole.replacing(Self.json, with: "")
        #expect(try script("stall-after=0") == [head, "hang"])
        #expect(try script("close-after=0") == [head, "close"])
        #expect(try script("reset-after=1") == [Self.whole, "reset"])
    }

    @Test func `a message can end properly without its last frame`() throws {
        #expect(try script("end-after=1", Self.stream) == [Self.streamHead, Self.first, Self.chunks[0] + "0\r\n\r\n"])
        #expect(try script("end-after=0") == ["HTTP/1.1 200 OK\r\n\(Self.type)Content-Length: 0\r\n\r\n"])
    }

    @Test func `a stream can fail in words of its dialect`() throws {
        let line = Self.chunk("{\"error\":\"the practice model was told to fail\"}\n")
        #expect(
            try script("fail-after=1", Self.stream) == [
                Self.streamHead, Self.first, Self.chunks[0] + line + "0\r\n\r\n",
            ]
        )
        let event = try script("fail-after=0", Self.events)
        #expect(event[0].contains("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\""))
        let openAI = PracticeRequest(
            "POST",
            "/v1/chat/completions",
            body: Array(#"{"model":"practice","stream":true,"messages":[1]}"#.utf8)
        )
        #expect(try script("fail-after=0", openAI)[0].contains("data: {\"error\":{\"message\":\"the practice"))
    }

    @Test func `broken JSON has the length of sound JSON`() throws {
        #expect(try script("broken-json-after=0") == [Self.whole.replacing("practice\"}", with: "practice\"]")])
        let broken = try script("broken-json-after=1", Self.stream).joined()
        #expect(broken.contains("\"done\":false]\n"))
        #expect(broken.utf8.count == (try script("", Self.stream).joined().utf8.count))
    }

    @Test func `an endless stream goes on with text`() throws {
        let actions = try script("endless=5ms", Self.stream)
        #expect(actions.dropLast() == [Self.streamHead, Self.first, Self.chunks[0]])
        #expect(actions[3].hasPrefix("forever ") && actions[3].hasSuffix(" every \(Duration.milliseconds(5))"))
        #expect(actions[3].contains("\"response\":\"and so on \",\"done\":false}\n\r\n"))
        let events = try script("endless=5ms;comments=1", Self.events)
        #expect(events[0].contains(": keep-alive") && events[2].contains("event: content_block_delta"))
        #expect(events[3].contains("and so on") && !events.joined().contains("content_block_stop"))
        #expect(
            try script("endless=1s") == [
                "HTTP/1.1 200 OK\r\n\(Self.type)Transfer-Encoding: chunked\r\n\r\n" + Self.chunk(Self.json),
                "forever \(Self.chunk(" ")) every \(Duration.seconds(1))",
            ]
        )
    }

    // MARK: Framing

    @Test func `lengths can be wrong in every way`() throws {
        #expect(try script("length=short") == [Self.whole.replacing("29\r\n", with: "14\r\n")])
        #expect(
            try script("length=long") == [Self.whole.replacing("29\r\n", with: "39\r\nConnection: close\r\n"), "close"]
        )
        #expect(try script("length=repeated") == [Self.whole.replacing("29\r\n", with: "29\r\nContent-Length: 30\r\n")])
        #expect(try script("length=negative") == [Self.whole.replacing("29\r\n", with: "-29\r\n")])
        #expect(
            try script("length=both") == [
                "HTTP/1.1 200 OK\r\n\(Self.type)Content-Length: 29\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Self.chunk(Self.json) + "0\r\n\r\n"
            ]
        )
        let stream = try script("length=long", Self.stream)
        #expect(
            stream[0].contains("Content-Length: \(Self.frames(Self.stream).joined().utf8.count + 10)\r\n")
                && stream.last == "close"
        )
    }

    @Test(arguments: [
        ("size", "zz\r\nhello\r\n"), ("overflow", "FFFFFFFFFFFFFFFFF\r\nhello\r\n"), ("negative", "-5\r\nhello\r\n"),
        ("extension", "5;practice=yes\r\nhello\r\n"), ("overlong", "5\r\nhello, too long\r\n"),
        ("line-feed", "5\nhello\n"),
    ])
    func `a chunk can be wrong in every way`(name: String, wrong: String) throws {
        #expect(
            try script("chunk=\(name)", Self.stream) == [
                Self.streamHead, Self.first, Self.chunks[0] + wrong, Self.between,
                Self.chunks[1] + Self.chunks[2] + "0\r\n\r\n",
            ]
        )
        #expect(try script("chunk=\(name)").joined().hasSuffix(Self.chunk(Self.json) + wrong + "0\r\n\r\n"))
    }

    @Test func `a connection can end inside a chunk`() throws {
        let actions = try script("chunk=cut", Self.stream)
        #expect(actions[2...] == [Self.chunks[0] + "64\r\nhello", "close"])
    }

    @Test func `trailers are announced and sent`() throws {
        #expect(
            try script("trailers") == [
                "HTTP/1.1 200 OK\r\n\(Self.type)Transfer-Encoding: chunked\r\nTrailer: X-Practice-Trailer\r\n\r\n"
                    + Self.chunk(Self.json)
                    + "0\r\nX-Practice-Trailer: done\r\n\r\n"
            ]
        )
    }

    @Test func `an answer of HTTP 1_0 ends with its connection`() throws {
        #expect(try script("http10") == [Self.whole.replacing("HTTP/1.1", with: "HTTP/1.0"), "close"])
        let stream = try script("http10", Self.stream)
        #expect(stream[0] == "HTTP/1.0 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n" && stream.last == "close")
    }

    // MARK: Heads

    @Test func `heads can be huge`() throws {
        let head = try script("head-bytes=70000")[0]
        #expect(
            head.contains("\r\nX-Filler: xxxxx")
                && head.utf8.count == Self.whole.utf8.count + 70_000 + "X-Filler: \r\n".utf8.count
        )
        let fields = try script("head-fields=300")[0]
        #expect(fields.contains("\r\nX-Field-0: 0\r\n") && fields.contains("\r\nX-Field-299: 299\r\n\r\n"))
    }

    @Test(arguments: [
        ("fold", "29\r\nX-Folded: one\r\n two\r\n\r\n"), ("nul", "29\r\nX-Nul: a\0b\r\n\r\n"),
        ("space", "29\r\nX-Space : a\r\n\r\n"),
        ("status", "HTTP/1.1 2x0 OK\r\n"), ("version", "HTTP/9.9 200 OK\r\n"), ("line-feed", "Content-Length: 29\n\n{"),
        ("foreign", "SSH-2.0-OpenSSH_9.2\r\n"),
    ])
    func `heads can be wrong in every way`(name: String, wrong: String) throws {
        let sent = try script("head=\(name)")
        #expect(sent.count == 1 && sent[0].contains(wrong) && !Self.whole.contains(wrong))
        if name == "line-feed" { #expect(!sent[0].utf8.contains(13)) }
    }

    // MARK: Streams and connections

    @Test func `comments come before the first event, and nowhere else`() throws {
        let actions = try script("comments=2;comment-every=1s", Self.events)
        let second = "wait \(Duration.seconds(1))"
        #expect(actions[1...3] == [second, Self.chunk(": keep-alive\n\n"), second])
        #expect(
            actions[4] == Self.chunk(": keep-alive\n\n") && actions[5] == Self.first
                && actions[6].contains("message_start")
        )
        #expect(try script("comments=2", Self.stream) == script("", Self.stream))
    }

    @Test func `more can follow than the answer`() throws {
        #expect(try script("excess=bytes") == [Self.whole + "excess"])
        #expect(try script("excess=answer") == [Self.whole + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"])
    }

    @Test func `a promised connection can end at once or when it is used again`() throws {
        #expect(try script("idle=close") == [Self.whole, "close"])
        #expect(try script("idle=reset") == [Self.whole, "reset"])
        #expect(try script("reuse=close") == [Self.whole, "await bytes", "close"])
        #expect(try script("reuse=reset") == [Self.whole, "await bytes", "reset"])
    }

    @Test func `an answer can come byte by byte`() throws {
        let actions = try plan("dribble=1ms")
        let bytes = actions.compactMap { if case .send(let bytes) = $0 { bytes } else { nil } }
        #expect(bytes.allSatisfy { $0.count == 1 } && String(decoding: bytes.joined(), as: UTF8.self) == Self.whole)
        #expect(actions.count == 2 * bytes.count - 1 && actions[1] == .wait(.milliseconds(1)))
    }

    @Test func `pace and length are as told`() throws {
        let actions = try plan("tokens=3;speed=1000;first-token=5ms", Self.stream)
        #expect(actions.filter { $0 == .wait(.milliseconds(1)) }.count == 2)
        #expect(actions[1] == .wait(.milliseconds(5)))
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
