import Testing

@testable import HTTPEngine

/// A parser on a connection: one head after the other, in whatever pieces they come.
@Suite struct ConnectionTests {
    private let first = Array("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: x\r\nX: 1\r\n\r\n".utf8)
    private let body = Array("GET /".utf8)
    private let second = Array("\r\nGET http://b/2 HTTP/1.0\r\n\r\n".utf8)

    @Test func `pipelined requests are found where they are`() throws {
        var parser = RequestParser()
        let bytes = first + body + second + second
        var start = try #require(try parser.feed(bytes.span))
        #expect(start == first.count)
        #expect(parser.head.body == .length(5))
        start += body.count
        for _ in 0..<2 {
            parser.reset()
            let taken = try #require(try parser.feed(bytes.span.extracting(start..<bytes.count)))
            #expect(taken == second.count)
            #expect(parser.head == readRequest(second).message)
            start += taken
        }
        #expect(start == bytes.count)
    }

    @Test func `nothing of a head is left for the next`() throws {
        var parser = RequestParser()
        for bytes in [first, second, first, second] {
            #expect(try parser.feed(bytes.span) == bytes.count)
            #expect(parser.head == readRequest(bytes).message)
            parser.reset()
            #expect(parser.head == RequestHead())
        }
    }

    @Test func `nothing of a refused head is left for the next`() throws {
        var parser = RequestParser()
        for refused in ["GET", "GET /", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nA", "\r\n\r"] {
            _ = try parser.feed(Array(refused.utf8).span)
            #expect(throws: HeadFault.self) { try parser.feed([0].span) }
            parser.reset()
            #expect(try parser.feed(first.span) == first.count)
            #expect(parser.head == readRequest(first).message)
            parser.reset()
        }
    }

    @Test func `the memory of a head is kept for the next`() throws {
        var parser = RequestParser()
        _ = try parser.feed(first.span)
        let bytes = parser.head.bytes.capacity
        let fields = parser.head.fields.capacity
        parser.reset()
        #expect(parser.head.bytes.isEmpty)
        #expect(parser.head.bytes.capacity == bytes)
        #expect(parser.head.fields.capacity == fields)
    }

    @Test func `a head that was taken is not changed by the next`() throws {
        var parser = RequestParser()
        _ = try parser.feed(first.span)
        let head = parser.head
        parser.reset()
        _ = try parser.feed(second.span)
        #expect(head == readRequest(first).message)
    }

    @Test func `a connection is idle until the first byte of a head`() throws {
        var parser = RequestParser()
        for text in ["", "\r", "\n", "\r\n"] {
            #expect(try parser.feed(Array(text.utf8).span) == nil)
            #expect(!parser.hasStarted)
        }
        _ = try parser.feed(Array("G".utf8).span)
        #expect(parser.hasStarted)
        parser.reset()
        #expect(!parser.hasStarted)
    }

    @Test func `a head larger than a block is read like any other`() throws {
        let line = "X-Long: " + String(repeating: "abcdefg ", count: 40) + "\r\n"
        let bytes = Array(("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: line, count: 60) + "\r\nrest").utf8)
        #expect(readRequest(bytes).message?.fields.count == 61)
        guard case .complete(let head, let end) = readRequest(bytes) else { return }
        #expect(end == bytes.count - 4)
        #expect(head.bytes == Array(bytes.dropLast(4)))
    }
}
