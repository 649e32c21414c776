import HTTPEngine
import TestSupport
import Testing

@Suite struct FetchTests {
    private let group: LoopGroup
    private var loop: EventLoop { group.loops[0] }

    init() throws {
        group = try LoopGroup(count: 1)
    }

    /// The outcome for an answer that a test writes by hand.
    private func fetch(
        _ answer: String,
        bodyMax: Int = 1000,
        span: Duration = .seconds(60),
        closes: Bool = true
    ) async throws -> Result<Fetch.Answer, Fetch.Fault> {
        let listener = try await RawListener(on: loop)
        let endpoint = Endpoint(host: "127.0.0.1", port: listener.address.port, basePath: "/base")
        let resolver = Resolver(interval: .seconds(60))
        let fetch = Fetch(from: endpoint, by: resolver, on: loop, within: LoopSpan(span), bodyMax: bodyMax)
        async let outcome = Result { () async throws(Fetch.Fault) in try await fetch.post("/x", json: Array("{}".utf8))
        }
        let peer = try await listener.accept()
        let request = await peer.read(until: "{}").text
        #expect(request.hasPrefix("POST /base/x HTTP/1.1\r\nHost: 127.0.0.1:\(endpoint.port)\r\n"))
        #expect(request.contains("\r\nContent-Length: 2\r\n") && request.contains("\r\nConnection: close\r\n"))
        await peer.send(answer)
        if closes { await peer.close() }
        let result = await outcome
        await listener.close()
        group.stop()
        return result
    }

    @Test func `a deletion says what in its body`() async throws {
        let listener = try await RawListener(on: loop)
        let endpoint = Endpoint(host: "127.0.0.1", port: listener.address.port)
        let resolver = Resolver(interval: .seconds(60))
        let fetch = Fetch(from: endpoint, by: resolver, on: loop, within: LoopSpan(.seconds(60)), bodyMax: 10)
        async let outcome = Result { () async throws(Fetch.Fault) in
            try await fetch.delete("/x", json: Array("{}".utf8))
        }
        let peer = try await listener.accept()
        let request = await peer.read(until: "{}").text
        #expect(request.hasPrefix("DELETE /x HTTP/1.1\r\n") && request.contains("\r\nContent-Length: 2\r\n"))
        await peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let answer = try await outcome.get()
        #expect(answer.status == 200 && answer.body.isEmpty)
        await listener.close()
        group.stop()
    }

    @Test(arguments: [
        "HTTP/1.1 201 Made\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 201 Made\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.0 201 Made\r\n\r\nhello",
    ])
    func `an answer is read whole, however it ends`(answer: String) async throws {
        let answer = try await fetch(answer).get()
        #expect(answer.status == 201 && answer.body == Array("hello".utf8))
    }

    @Test(arguments: [
        "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n",
    ])
    func `an answer that is cut is no answer`(answer: String) async throws {
        await #expect(throws: Fetch.Fault.cut) { try await fetch(answer).get() }
    }

    @Test func `an answer beyond the limit is not kept`() async throws {
        await #expect(throws: Fetch.Fault.tooLarge) {
            try await fetch("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", bodyMax: 10).get()
        }
    }

    @Test func `an answer that is not HTTP is malformed`() async throws {
        await #expect {
            _ = try await fetch("SSH-2.0-OpenSSH\r\n\r\n").get()
        } throws: {
            if case .malformed = $0 as? Fetch.Fault { true } else { false }
        }
    }

    @Test func `an answer that does not come in time is late`() async throws {
        await #expect(throws: Fetch.Fault.late) {
            try await fetch("HTTP/1.1 200 OK\r\n", span: .milliseconds(30), closes: false).get()
        }
    }
}

extension Result {
    fileprivate init(_ body: () async throws(Failure) -> Success) async {
        do throws(Failure) { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
