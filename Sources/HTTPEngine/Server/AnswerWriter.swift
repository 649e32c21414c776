/// Composes the heads of our own answers in the loop's output.
enum AnswerWriter {
    /// A whole answer of one line of text, for what never became an exchange.
    static func plain(_ status: UInt16, _ text: String, isHead: Bool, closes: Bool, on loop: EventLoop) {
        loop.output.clear()
        statusLine(status, on: loop)
        loop.output.append("Server: herd\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
        loop.output.append(decimal: UInt64(text.utf8.count + 1))
        loop.output.append("\r\n")
        date(on: loop)
        if closes { loop.output.append("Connection: close\r\n") }
        loop.output.append("\r\n")
        if isHead { return }
        loop.output.append(text: text)
        loop.output.append("\n")
    }

    static func statusLine(_ status: UInt16, on loop: EventLoop) {
        loop.output.append("HTTP/1.1 ")
        loop.output.append(decimal: UInt64(status))
        loop.output.append(" ")
        loop.output.append(phrase(status))
        loop.output.append("\r\n")
    }

    static func date(on loop: EventLoop) {
        loop.output.append("Date: ")
        loop.output.append(loop.date)
        loop.output.append("\r\n")
    }

    private static func phrase(_ status: UInt16) -> StaticString {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 508: "Loop Detected"
        default: ""
        }
    }
}
