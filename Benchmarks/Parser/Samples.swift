/// What is read while measuring. Typical for what a router sees all day.
enum Samples {
    static let request =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost:11435\r\nAccept: application/json\r\n"
        + "Accept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n"
        + "User-Agent: OpenAI/Python 1.99.9\r\nAuthorization: Bearer sk-proj-0123456789abcdef0123456789abcdef0123456789abcdef012345678\r\n"
        + "X-Stainless-Lang: python\r\nContent-Length: 8312\r\n\r\n"

    static let small =
        "POST /api/chat HTTP/1.1\r\nHost: localhost:11435\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n"
        + "Content-Length: 87\r\n\r\n"

    static let response =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nDate: Sat, 01 Nov 2025 10:00:00 GMT\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"

    static let chunk = "71\r\n" + String(repeating: "x", count: 113) + "\r\n"
}
