import Testing

@testable import HTTPEngine

private func field(_ description: String, _ lines: String, _ fault: HeadFault) -> Refusal {
    Refusal(description, "HTTP/1.1 200 OK\r\n\(lines)\r\n", fault)
}

private let all: [Refusal] = [
    Refusal("an empty line before it", "\r\nHTTP/1.1 200 OK\r\n", .malformedStatusLine),
    Refusal("HTTP/2", "HTTP/2 200\r\n", .malformedVersion),
    Refusal("HTTP/2.0", "HTTP/2.0 200 OK\r\n", .versionNotSupported),
    Refusal("another protocol", "ICY 200 OK\r\n", .malformedVersion),
    Refusal("a version in lower case", "http/1.1 200 OK\r\n", .malformedVersion),
    Refusal("a version outside ASCII", "HTTP/1.\u{E9} 200\r\n", .malformedVersion),
    Refusal("a version that goes on", "HTTP/1.10 200 OK\r\n", .malformedVersion),
    Refusal("no status", "HTTP/1.1\r\n", .malformedStatusLine),
    Refusal("an empty status", "HTTP/1.1 \r\n", .malformedStatusLine),
    Refusal("two spaces before the status", "HTTP/1.1  200 OK\r\n", .malformedStatusLine),
    Refusal("a tab before the status", "HTTP/1.1\t200 OK\r\n", .malformedStatusLine),
    Refusal("a status of two digits", "HTTP/1.1 20 OK\r\n", .malformedStatusLine),
    Refusal("a status of four digits", "HTTP/1.1 2000 OK\r\n", .malformedStatusLine),
    Refusal("a status with a letter", "HTTP/1.1 2x0 OK\r\n", .malformedStatusLine),
    Refusal("a status with a sign", "HTTP/1.1 +20 OK\r\n", .malformedStatusLine),
    Refusal("a tab before the reason", "HTTP/1.1 200\tOK\r\n", .malformedStatusLine),
    Refusal("status 099", "HTTP/1.1 099 Low\r\n", .invalidStatus),
    Refusal("status 600", "HTTP/1.1 600 High\r\n", .invalidStatus),
    Refusal("a NUL in the reason", "HTTP/1.1 200 O\0K\r\n", .controlByte),
    Refusal("a NUL in the version", "HTTP/1\01 200\r\n", .controlByte),
    Refusal("a status ended by LF alone", "HTTP/1.1 200\n", .bareLineFeed),
    Refusal("a reason ended by LF alone", "HTTP/1.1 200 OK\n", .bareLineFeed),
    Refusal("a CR alone in the reason", "HTTP/1.1 200 O\rK\r\n", .bareCarriageReturn),
    field("a folded line", "X: a\r\n b", .obsoleteFold),
    field("a space before the colon", "X : a", .spaceBeforeColon),
    field("two lengths", "Content-Length: 5\r\nContent-Length: 5", .repeatedContentLength),
    field("two lengths in a list", "Content-Length: 5, 5", .invalidContentLength),
    field("a length and chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked", .lengthWithTransferEncoding),
    field("chunked and a length", "Transfer-Encoding: chunked\r\nContent-Length: 5", .lengthWithTransferEncoding),
    field("gzip", "Transfer-Encoding: gzip", .unknownTransferCoding),
    field("gzip and chunked", "Transfer-Encoding: gzip, chunked", .unknownTransferCoding),
    field("chunked twice", "Transfer-Encoding: chunked, chunked", .chunkedNotOnceAndLast),
    field("Connection: Content-Length", "Connection: Content-Length", .protectedFieldInConnection),
    Refusal("chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n", .transferEncodingInHTTP10),
    Refusal("204 with a length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", .bodyNotAllowed),
    Refusal("204 with chunks", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", .bodyNotAllowed),
    Refusal("100 with a length", "HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\n", .bodyNotAllowed),
    Refusal("101 with chunks", "HTTP/1.1 101 Upgrade\r\nTransfer-Encoding: chunked\r\n\r\n", .bodyNotAllowed),
]

@Suite struct ResponseRefusalTests {
    @Test(arguments: all)
    func `a response is refused for`(_ refusal: Refusal) {
        #expect(readResponse(refusal.text) == .refused(refusal.fault))
    }

    @Test(arguments: all)
    func `it is refused the same byte by byte`(_ refusal: Refusal) {
        let bytes = Array(refusal.text.utf8)
        #expect(readResponse(bytes, cuts: Array(1..<bytes.count)) == .refused(refusal.fault))
    }
}
