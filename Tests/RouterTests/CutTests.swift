import HTTPEngine
import Router
import TestSupport
import Testing

/// Where the network cuts a message makes no difference to what arrives.
@Suite struct CutTests {
    private static let requests = [
        "POST /api/chat?q=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{\"a\": 12}",
        "POST /v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n5\r\n: 12}\r\n0\r\nX-T: 1\r\n\r\n",
    ]
    private static let answers = [
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"
            + "2\r\nlo\r\n0\r\nX-T: 1\r\n\r\n",
    ]

    @Test(arguments: requests)
    func `a request cut anywhere reaches the backend whole`(request: String) async throws {
        try await onStage { stage in
            for cut in 1..<request.utf8.count {
                let (head, tail) = Self.split(request, at: cut)
                let client = try await stage.client()
                let before = await stage.router.statistics().bytesReceived
                await client.send(head)
                while await stage.router.statistics().bytesReceived < before + UInt64(cut) { await Task.yield() }
                await client.send(tail)
                let backend = try await stage.backend.accept()
                let seen = await backend.read(until: "\r\n\r\n").text
                #expect(seen.hasPrefix(head.prefix { $0 != " " }), "cut at \(cut)")
                let body = seen.contains("chunked") ? await Self.chunks(of: backend) : await backend.read(count: 9).text
                #expect(body == "{\"a\": 12}", "cut at \(cut)")
                await backend.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
                #expect(await client.readAnswer().text == "ok", "cut at \(cut)")
                await client.close()
            }
        }
    }

    @Test(arguments: answers)
    func `an answer cut anywhere reaches the client whole`(answer: String) async throws {
        try await onStage { stage in
            let (client, backend) = try await stage.meet()
            for cut in 1..<answer.utf8.count {
                let (head, tail) = Self.split(answer, at: cut)
                let before = await stage.router.statistics().bytesReceived
                await backend.send(head)
                while await stage.router.statistics().bytesReceived < before + UInt64(cut) { await Task.yield() }
                await backend.send(tail)
                let seen = await client.readAnswer()
                #expect(seen.status == 200 && seen.text == "hello" && seen.ending == .open, "cut at \(cut)")
                #expect(seen.trailers == (answer.contains("X-T") ? ["X-T: 1"] : []), "cut at \(cut)")
                await client.send("GET /x HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = await backend.read(until: "\r\n\r\n")
            }
        }
    }

    private static func split(_ text: String, at cut: Int) -> (String, String) {
        let bytes = Array(text.utf8)
        return (String(decoding: bytes[..<cut], as: UTF8.self), String(decoding: bytes[cut...], as: UTF8.self))
    }

    /// The data of a body in chunks, however it was divided.
    private static func chunks(of peer: RawPeer) async -> String {
        var data = ""
        while true {
            let line = await peer.read(until: "\r\n").text
            guard let size = Int(line.prefix { $0.isHexDigit }, radix: 16), size > 0 else { break }
            data += await peer.read(count: size + 2).text.prefix(size)
        }
        #expect(await peer.read(until: "\r\n\r\n").text == "X-T: 1\r\n\r\n")
        return data
    }
}
