/// Answers written out in full, for moments in which nothing can be composed.
enum StockAnswer {
    /// For a caller above the connection limit or without a descriptor.
    static let busy = Array(
        """
        HTTP/1.1 503 Service Unavailable\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Length: 52\r
        Retry-After: 1\r
        Connection: close\r
        \r
        Too many connections are open. Try again in a second
        """.utf8
    )

    static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
}
