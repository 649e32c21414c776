/// Which inference server the practice backend pretends to be when it is asked about itself, and in which condition.
///
/// Only the pages about the server differ; whoever asks for an answer gets the practice model's.
package struct PracticePersonality: Sendable {
    package struct Page: Sendable {
        package var status: UInt16
        package var contentType: String
        package var text: String

        package init(_ text: String, status: UInt16 = 200, type: String = "application/json") {
            self.status = status
            self.text = text
            contentType = type
        }
    }

    /// By path. All other pages but those for inference are missing.
    package var pages: [String: Page]
    /// What it calls itself in the head of its answers.
    package var server: String?

    package init(_ pages: [String: Page], server: String? = nil) {
        self.pages = pages
        self.server = server
    }

    /// Nil for a request that is none about the server.
    func reply(to request: PracticeRequest) -> PracticeReply? {
        guard request.method == "GET" || request.method == "HEAD" else { return nil }
        let page =
            pages[String(request.path.prefix { $0 != "?" })] ?? Page("Not Found", status: 404, type: "text/plain")
        var reply = PracticeReply(page.status, page.contentType, Array(page.text.utf8))
        if let server { reply.fields = [("Server", server)] }
        return reply
    }
}

extension PracticePersonality {
    static func list(_ models: [String], _ rest: String = #""owned_by":"library""#) -> Page {
        let entries = models.map { #"{"id":"\#($0)","object":"model","created":1,\#(rest)}"# }
        return Page(#"{"object":"list","data":[\#(entries.joined(separator: ","))]}"#)
    }

    static func health(_ isWell: Bool) -> Page {
        Page(isWell ? "" : "engine dead", status: isWell ? 200 : 503, type: "text/plain")
    }
}
