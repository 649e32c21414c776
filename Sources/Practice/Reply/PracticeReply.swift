import Dialects

/// An answer as a value: what is sent, and when. Whoever holds the clock and the socket does that.
package struct PracticeReply: Sendable {
    package enum Body: Sendable {
        case whole([UInt8], after: Duration)
        case stream(PracticeStream)
    }

    package var status: UInt16
    package var contentType: String
    package var fields: [(name: String, value: String)] = []
    package var body: Body

    package init(_ status: UInt16, _ contentType: String, _ bytes: [UInt8], after delay: Duration = .zero) {
        self.status = status
        self.contentType = contentType
        body = .whole(bytes, after: delay)
    }

    package init(stream: PracticeStream) {
        status = 200
        contentType = stream.contentType
        body = .stream(stream)
    }

    static func json(_ status: UInt16 = 200, after delay: Duration = .zero, _ write: (inout JSONWriter) -> Void) -> Self
    {
        var writer = JSONWriter()
        write(&writer)
        return PracticeReply(status, "application/json; charset=utf-8", writer.bytes, after: delay)
    }

    static func text(_ status: UInt16, _ text: String) -> Self {
        PracticeReply(status, "text/plain; charset=utf-8", Array(text.utf8))
    }
}
