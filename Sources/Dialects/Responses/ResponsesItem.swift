/// One item of a response's output: what the model thought, what it said, or a call.
struct ResponsesItem: Sendable {
    enum Kind: String {
        case reasoning = "rs"
        case message = "msg"
        case call = "fc"
    }

    enum Status: String {
        case begun = "in_progress"
        case whole = "completed"
        case cut = "incomplete"
    }

    let kind: Kind
    /// Its place in the output.
    let index: Int
    let id: String
    /// Of a call.
    private(set) var call = ChatToolCall(id: "", name: "", arguments: "")
    /// What it says, or the arguments.
    var text = ""
    /// Elements of a list, as JSON.
    var logprobs = ""
    var signature = ""

    init(_ kind: Kind, index: Int, of stamp: AnswerStamp) {
        self.kind = kind
        self.index = index
        id = "\(kind.rawValue)_\(stamp.id)_\(index)"
    }

    init(_ call: ChatToolCall, index: Int, of stamp: AnswerStamp) {
        self.init(.call, index: index, of: stamp)
        self.call = call
        text = call.arguments
    }

    func write(_ status: Status, to writer: inout JSONWriter) {
        writer.openObject()
        writer.member("id", id)
        switch kind {
        case .reasoning:
            writer.member("type", "reasoning")
            writer.key("summary")
            writer.array { if !text.isEmpty { writePart(text, to: &$0) } }
            writer.key("encrypted_content")
            if signature.isEmpty { writer.null() } else { writer.string(Self.seal + signature) }
        case .message:
            writer.member("type", "message")
            writer.member("role", "assistant")
            writer.key("content")
            writer.array { if status != .begun { writePart(text, to: &$0) } }
        case .call:
            writer.member("type", "function_call")
            writer.member("call_id", call.id)
            writer.member("name", call.name)
            writer.member("arguments", text)
        }
        writer.member("status", status.rawValue)
        writer.closeObject()
    }

    /// What its text is in.
    func writePart(_ text: String, to writer: inout JSONWriter) {
        writer.openObject()
        if kind == .reasoning {
            writer.member("type", "summary_text")
            writer.member("text", text)
        } else {
            writer.member("type", "output_text")
            writer.member("text", text)
            writer.key("annotations")
            writer.array { _ in }
            writer.key("logprobs")
            writer.list(text.isEmpty ? "" : logprobs)
        }
        writer.closeObject()
    }

    // MARK: Signatures

    /// A thought's signature is another maker's business than OpenAI's, whose own seals look like nothing else: so it is told
    /// which of the two a client brings back.
    private static let seal = "signature:"

    static func signature(in sealed: String) -> String {
        sealed.hasPrefix(seal) ? String(sealed.dropFirst(seal.count)) : ""
    }
}
