/// What generated inputs are made of: common, rare and wrong.
enum Parts {
    static let methods = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "PRI", "get", "M-SEARCH", "",
        "G,T", "G\tT",
        "\u{16}\u{3}\u{1}", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG", "GE\u{E9}",
    ]

    static let gaps = ["", "  ", "\t", " \t", "\u{B}"]

    static let targets = [
        "/", "*", "/a?b=c&d", "//a/b", "/%zz", "/a{b}|c\"<>^`\\", "/a#b", "#", "/\u{E9}", "/a\u{7F}", "?x", "a/b",
        "/a b",
        "http://a/b", "HTTP://A:80/b", "https://[::1]:1/", "http://a", "http://a?b", "http://", "http:///a",
        "http://u@a/", "ftp://a/",
        "http:/a", "a:80", "a:", "[::1]:443", "a.example:443", ":80", "a", "/0123456789abcdef0123456789",
        "/0123456789abcdef0123456",
        "/0123456789abcdef01234567",
    ]

    static let versions = [
        "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.2", "HTTP/0.9", "HTTP/3.0", "http/1.1", "HTTP/1,1", "HTTP/11",
        "HTTP/1.10", "HTTP/",
        "HTTP/1.", "", "HTTP/1.1 ", "HTTP/1.1x", "XTTP/1.1", "HTTP/x.1",
    ]

    static let hosts = [
        "a", "a:80", "a:", "a:0", "a:65535", "a:65536", "a:123456", "a:8x", "", ":80", "[::1]", "[::1]:80", "[::1",
        "[]", "[:]", "[::g]",
        "[::1]x", "[::ffff:1.2.3.4]:5", "a,b", "a b", "u@a", "a_b.c-d~e", "%41", "a/b", "\u{E9}", "a:80:80", "a..b",
        "[0123:4567:89ab:cdef:0123:4567:89ab:cdef:012345]", "[0123:4567:89ab:cdef:0123:4567:89ab:cdef:0123456]",
    ]

    static let statuses = [
        "200", "200", "200", "404", "503", "100", "101", "103", "199", "204", "304", "599", "099", "600", "000", "20",
        "2000", "2x0", "",
        " 200", "+20",
    ]

    static let sizes = [
        "", "-1", "+1", " 1", "1 ", "1;a", "1;a=\"\r\n\"", ";", "0x1", "g", "1g", "fffffffffffffff", "ffffffffffffffff",
        "7fffffffffffffff",
        "0000000000000001", "000000000000001", "1\t",
    ]

    static let fields: [(name: String, values: [String])] = [
        (
            "Content-Length",
            [
                "0", "5", "5", "05", "9223372036854775807", "9223372036854775808", "18446744073709551616",
                "99999999999999999999999",
                "+5", "-5", "5,5", "5, 6", "", "0x5", "5 5", "5.0", "\u{E9}",
            ]
        ),
        (
            "Transfer-Encoding",
            [
                "chunked", "chunked", "Chunked", "gzip", "gzip, chunked", "chunked, gzip", "chunked, chunked",
                ",chunked", "chunked,",
                "", "\"chunked\"", "chunked;q=1", "xchunked", "chun ked", "identity", "trailers",
            ]
        ),
        (
            "Connection",
            [
                "close", "keep-alive", "Keep-Alive, close", "x-a", "x-a, te, x-b", ",", "close,", "Host",
                "content-length", "Authorization",
                "upgrade, http2-settings", "x a", "\"x\"", "Transfer-Encoding", "connection", "proxy-x", "Content-Type",
                "",
                String(repeating: "a,", count: 64), String(repeating: "a,", count: 65), "expect", "content-encoding",
                "keep-alivex",
            ]
        ),
        ("Expect", ["100-continue", "100-Continue", "100-continue, x", "", "200-ok", "100-continue;a"]),
        ("Host", ["a", "b:80", ""]),
        ("Proxy-Connection", ["keep-alive"]),
        ("Upgrade", ["websocket", "h2c"]),
        ("X-Request-Id", ["abc", ""]),
        ("Keep-Alive", ["timeout=5"]),
    ]

    static let names = [
        "X-A", "x-b", "A", "Te", "TE", "Via", "Date", "Server", "Trailer", "Accept", "Content-Type", "Content-Encoding",
        "Authorization",
        "Retry-After", "HTTP2-Settings", "Proxy-", "proxyx", "Proxy-Authenticate", "Keep-Alive", "Set-Cookie", "Cookie",
        "X-Forwarded-For",
        "Cache-Control", "x_y", "x.y", "!#$%&'*+-.^_`|~0", "", "x y", "x\ty", "x(y", "x\u{E9}", "x@y",
        "a-very-long-name-that-goes-on-and-on",
        "Content-Lengtg", "Transfer-Encodinh", "Content\u{D}Length", "hosT", "Hosu", "X-Request-ID", "Server-Timing",
        "Age", "X-Api-Key",
    ]

    static let values = [
        "1", "", "a b c", "text/plain; charset=utf-8", "\u{E9}\u{F6}", "a\tb", "\u{1}", "\u{7F}", "a:b", "\"quoted\"",
        "0123456789abcdef",
        "0123456789abcde", "0123456789abcdef0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "a\u{0}b", "x\ry", "\t",
    ]

    /// Bytes that mean something to some rule.
    static let telling: [UInt8] =
        Array("\r\n\t :;,/#?*[]@\"0159afgxAFGZ-._~+{|}\\".utf8) + [
            0x00, 0x0B, 0x0C, 0x16, 0x1F, 0x7F, 0x80, 0xA0, 0xFF,
        ]
}
