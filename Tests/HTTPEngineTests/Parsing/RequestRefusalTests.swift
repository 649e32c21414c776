import Testing

@testable import HTTPEngine

/// One request with one thing wrong.
struct Refusal: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var text: String
    var fault: HeadFault

    init(_ description: String, _ text: String, _ fault: HeadFault) {
        testDescription = description
        self.text = text
        self.fault = fault
    }
}

private func field(_ description: String, _ line: String, _ fault: HeadFault) -> Refusal {
    Refusal(description, "POST / HTTP/1.1\r\nHost: a\r\n\(line)\r\n", fault)
}

private func target(_ description: String, _ text: String, _ fault: HeadFault, method: String = "GET") -> Refusal {
    Refusal(description, "\(method) \(text) HTTP/1.1\r\n", fault)
}

private let requestLines: [Refusal] = [
    Refusal("a TLS handshake", "\u{16}\u{3}\u{1}", .tlsHandshake),
    Refusal("the HTTP/2 preface", "PRI * HTTP/2.0\r\n", .http2Preface),
    Refusal("HTTP/0.9", "GET /\r\n", .http09),
    Refusal("a version written as 0.9", "GET / HTTP/0.9\r\n", .versionNotSupported),
    Refusal("HTTP/2.0", "GET / HTTP/2.0\r\n", .versionNotSupported),
    Refusal("HTTP/1.2", "GET / HTTP/1.2\r\n", .versionNotSupported),
    Refusal("a version in lower case", "GET / http/1.1\r\n", .malformedVersion),
    Refusal("a version without a dot", "GET / HTTP/11\r\n", .malformedVersion),
    Refusal("a version with two digits", "GET / HTTP/1.10\r\n", .malformedVersion),
    Refusal("another protocol", "GET / SIP/2.0\r\n", .malformedVersion),
    Refusal("two spaces before the target", "GET  / HTTP/1.1\r\n", .malformedRequestLine),
    Refusal("two spaces before the version", "GET /  HTTP/1.1\r\n", .malformedRequestLine),
    Refusal("a space after the version", "GET / HTTP/1.1 \r\n", .malformedRequestLine),
    Refusal("a space before the method", " GET / HTTP/1.1\r\n", .malformedRequestLine),
    Refusal("a tab between method and target", "GET\t/ HTTP/1.1\r\n", .malformedRequestLine),
    Refusal("a tab between target and version", "GET /\tHTTP/1.1\r\n", .malformedRequestLine),
    Refusal("a method alone", "GET\r\n", .malformedRequestLine),
    Refusal("a target with a space", "GET /a b HTTP/1.1\r\n", .malformedRequestLine),
    Refusal("a method with a comma", "GE,T / HTTP/1.1\r\n", .invalidMethod),
    Refusal("a method outside ASCII", "GÉT / HTTP/1.1\r\n", .invalidMethod),
    Refusal("a method of 33 bytes", String(repeating: "A", count: 33), .methodTooLong),
    Refusal("a request line ended by LF alone", "GET / HTTP/1.1\n", .bareLineFeed),
    Refusal("an empty line ended by LF alone", "\nGET / HTTP/1.1\r\n", .bareLineFeed),
    Refusal("a CR alone after the version", "GET / HTTP/1.1\rX", .bareCarriageReturn),
    Refusal("a CR alone before the request", "\rGET", .bareCarriageReturn),
    Refusal("nine empty lines before the request", String(repeating: "\r\n", count: 9), .tooManyEmptyLines),
    Refusal("a NUL in the method", "GE\0T", .controlByte),
    Refusal("a NUL in the target", "GET /\0", .controlByte),
    Refusal("DEL in the target", "GET /\u{7F}", .controlByte),
    Refusal("a vertical tab in the version", "GET / HTTP\u{B}", .controlByte),
]

private let targets: [Refusal] = [
    target("a fragment", "/a#b", .fragmentInTarget),
    target("a target outside ASCII", "/ü", .invalidTarget),
    target("a relative path", "a/b", .invalidTarget),
    target("a query alone", "?a", .invalidTarget),
    target("an unknown scheme", "ftp://a/", .invalidTarget),
    target("an absolute target without a host", "http:///a", .invalidTarget),
    target("an absolute target with a user", "http://u@a/", .invalidTarget),
    target("an absolute target with a query and no path", "http://a?b", .invalidTarget),
    target("an absolute target with a bad port", "http://a:8x/", .invalidTarget),
    target("an asterisk for GET", "*", .asteriskNotForMethod),
    target("host and port for GET", "a:80", .authorityNotForMethod),
    target("CONNECT with a path", "/", .connectWithoutAuthority, method: "CONNECT"),
    target("CONNECT without a port", "a", .connectWithoutAuthority, method: "CONNECT"),
    target("CONNECT with an empty port", "a:", .connectWithoutAuthority, method: "CONNECT"),
    target("a target of 16,385 bytes", "/" + String(repeating: "a", count: 16384), .targetTooLong),
]

private let fields: [Refusal] = [
    field("a folded line", "X: a\r\n b", .obsoleteFold),
    field("a line folded by a tab", "X: a\r\n\tb", .obsoleteFold),
    Refusal("white space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n", .obsoleteFold),
    field("an empty name", ": a", .emptyFieldName),
    field("a space before the colon", "X : a", .spaceBeforeColon),
    field("a tab before the colon", "X\t: a", .spaceBeforeColon),
    field("a space inside a name", "X Y: a", .spaceBeforeColon),
    field("a parenthesis in a name", "X(Y: a", .invalidFieldName),
    field("a name outside ASCII", "Ü: a", .invalidFieldName),
    field("no colon", "X", .missingColon),
    field("a NUL in a name", "X\0: a", .controlByte),
    field("a NUL in a value", "X: a\0", .controlByte),
    field("a bell in a value", "X: \u{7}", .controlByte),
    field("DEL in a value", "X: \u{7F}", .controlByte),
    field("DEL in a name", "X\u{7F}: a", .controlByte),
    field("a value ended by LF alone", "X: a\nY: b", .bareLineFeed),
    field("a name ended by LF alone", "X\n", .bareLineFeed),
    field("a blank line of LF alone", "\n", .bareLineFeed),
    field("a CR inside a value", "X: a\rb", .bareCarriageReturn),
    field("a CR before the CR LF", "X: a\r", .bareCarriageReturn),
    field("a CR where the blank line would be", "\rX", .bareCarriageReturn),
    field("129 fields", String(repeating: "X: a\r\n", count: 128), .tooManyFields),
    field("65 connection options", "Connection: " + String(repeating: "a,", count: 65), .tooManyConnectionOptions),
    field("a connection option that is no name", "Connection: a b", .malformedConnection),
    field("a quoted connection option", "Connection: \"close\"", .malformedConnection),
    field("Connection: Content-Length", "Connection: close, Content-Length", .protectedFieldInConnection),
    field("Connection: Host", "Connection: hOST", .protectedFieldInConnection),
    field("Connection: Authorization", "Connection: authorization", .protectedFieldInConnection),
    field("Connection: Content-Type", "Connection: content-type", .protectedFieldInConnection),
    field("Connection: Content-Encoding", "Connection: content-encoding", .protectedFieldInConnection),
    field("Connection: Expect", "Connection: expect", .protectedFieldInConnection),
]

private let framing: [Refusal] = [
    field("an empty length", "Content-Length: ", .invalidContentLength),
    field("a length with a plus", "Content-Length: +5", .invalidContentLength),
    field("a negative length", "Content-Length: -5", .invalidContentLength),
    field("a length with a space", "Content-Length: 5 5", .invalidContentLength),
    field("a length in hexadecimal", "Content-Length: 0x5", .invalidContentLength),
    field("a length with a fraction", "Content-Length: 5.0", .invalidContentLength),
    field("two lengths in a list", "Content-Length: 5, 5", .invalidContentLength),
    field("a length of 2^63", "Content-Length: 9223372036854775808", .contentLengthTooLarge),
    field("a length of 2^64 + 5", "Content-Length: 18446744073709551621", .contentLengthTooLarge),
    field("a length of many digits", "Content-Length: " + String(repeating: "9", count: 99), .contentLengthTooLarge),
    field("two equal lengths", "Content-Length: 5\r\nContent-Length: 5", .repeatedContentLength),
    field("two different lengths", "Content-Length: 5\r\ncontent-length: 6", .repeatedContentLength),
    field("chunked after a length", "Content-Length: 5\r\nTransfer-Encoding: chunked", .lengthWithTransferEncoding),
    field("a length after chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5", .lengthWithTransferEncoding),
    field("an empty transfer coding", "Transfer-Encoding: ", .malformedTransferEncoding),
    field("a comma before chunked", "Transfer-Encoding: , chunked", .malformedTransferEncoding),
    field("a comma after chunked", "Transfer-Encoding: chunked,", .malformedTransferEncoding),
    field("chunked in quotes", "Transfer-Encoding: \"chunked\"", .malformedTransferEncoding),
    field("chunked with a parameter", "Transfer-Encoding: chunked;a=b", .malformedTransferEncoding),
    field("chunked after a vertical tab", "Transfer-Encoding: \u{B}chunked", .controlByte),
    field("gzip", "Transfer-Encoding: gzip", .unknownTransferCoding),
    field("identity", "Transfer-Encoding: identity", .unknownTransferCoding),
    field("gzip before chunked", "Transfer-Encoding: gzip, chunked", .unknownTransferCoding),
    field("xchunked", "Transfer-Encoding: xchunked", .unknownTransferCoding),
    field("chunked twice", "Transfer-Encoding: chunked, chunked", .chunkedNotOnceAndLast),
    field("chunked in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .chunkedNotOnceAndLast),
    field("gzip after chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip", .chunkedNotOnceAndLast),
    Refusal("chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", .transferEncodingInHTTP10),
]

private let routing: [Refusal] = [
    Refusal("no Host", "GET / HTTP/1.1\r\n\r\n", .missingHost),
    Refusal("no Host besides an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
    field("two Hosts", "Host: a", .repeatedHost),
    Refusal("an empty Host", "GET / HTTP/1.1\r\nHost:\r\n", .invalidHost),
    Refusal("two Hosts in a list", "GET / HTTP/1.1\r\nHost: a, b\r\n", .invalidHost),
    Refusal("a Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n", .invalidHost),
    Refusal("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n", .invalidHost),
    Refusal("a Host with an escape", "GET / HTTP/1.1\r\nHost: %61\r\n", .invalidHost),
    Refusal("a Host outside ASCII", "GET / HTTP/1.1\r\nHost: ü\r\n", .invalidHost),
    Refusal("a Host with a large port", "GET / HTTP/1.1\r\nHost: a:65536\r\n", .invalidHost),
    Refusal("a Host with two ports", "GET / HTTP/1.1\r\nHost: a:80:80\r\n", .invalidHost),
    Refusal("a Host with half an address", "GET / HTTP/1.1\r\nHost: [::1\r\n", .invalidHost),
    Refusal("an unknown expectation", "GET / HTTP/1.1\r\nExpect: 200-ok\r\n", .unknownExpectation),
    Refusal(
        "an expectation besides 100-continue",
        "GET / HTTP/1.1\r\nExpect: 100-continue, a\r\n",
        .unknownExpectation
    ),
]

private let all = requestLines + targets + fields + framing + routing

@Suite struct RequestRefusalTests {
    @Test(arguments: all)
    func `a request is refused for`(_ refusal: Refusal) {
        #expect(readRequest(refusal.text) == .refused(refusal.fault))
    }

    @Test(arguments: all)
    func `it is refused the same byte by byte`(_ refusal: Refusal) {
        let bytes = Array(refusal.text.utf8)
        #expect(readRequest(bytes, cuts: Array(1..<bytes.count)) == .refused(refusal.fault))
    }

    @Test(arguments: all)
    func `what comes before the fault is not refused`(_ refusal: Refusal) {
        let lines = refusal.text.split(separator: "\r\n", omittingEmptySubsequences: false).map { $0 + "\r\n" }
        // The last line that is not blank holds the fault; nothing may be wrong with those above it.
        guard let last = lines.lastIndex(where: { $0 != "\r\n" }), last > 0 else { return }
        #expect(readRequest(lines[..<last].joined()) == .unfinished)
    }

    @Test func `every fault a request can have is in the tables`() {
        let ofResponses: Set<HeadFault> = [.malformedStatusLine, .invalidStatus, .bodyNotAllowed]
        let missing = Set(HeadFault.allCases).subtracting(ofResponses).subtracting(all.map(\.fault))
        #expect(missing == [.headTooLarge])
    }
}
