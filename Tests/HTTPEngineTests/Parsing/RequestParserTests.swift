import Testing

@testable import HTTPEngine

@Test func `a request head is read and its remainder left alone`() throws {
    var parser = RequestParser()
    let bytes = Array(
        "\r\nPOST /api/chat?x=1 HTTP/1.1\r\nHost: localhost:11435\r\nContent-Length:  5 \r\nConnection: x-a\r\nX-A: b\r\n\r\nhello"
            .utf8
    )
    let end = try parser.feed(bytes.span)
    #expect(end == bytes.count - 5)
    #expect(parser.head.method == .post)
    #expect(parser.head.text(parser.head.path) == "/api/chat?x=1")
    #expect(parser.head.text(parser.head.authority) == "localhost:11435")
    #expect(parser.head.body == .length(5))
    #expect(parser.head.fields.map(\.isHopByHop) == [false, false, true, true])
    #expect(parser.head.bytes.count == bytes.count - 7)
}
