/// A field of one of our own answers.
package struct AnswerField: Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension Exchange {
    /// Unread bodies up to this size are read and dropped so that the connection can go on.
    private static let droppedMax = 64 * 1024

    /// Answers with a line of text.
    package func respond(_ status: UInt16, text: String) async {
        await respond(status, "text/plain; charset=utf-8", Array((text + "\n").utf8))
    }

    /// Answers in one piece.
    package func respond(
        _ status: UInt16,
        _ contentType: String,
        _ bytes: [UInt8],
        fields: [AnswerField] = []
    ) async {
        if answer != .none { return }
        await dropBody()
        composeWhole(status, contentType, bytes, fields)
        socket.sendOutput()
    }

    /// An answer in one piece, to a request whose body was read.
    func composeWhole(_ status: UInt16, _ contentType: String, _ bytes: [UInt8], _ fields: [AnswerField] = []) {
        composeOwnHead(status, contentType, fields)
        loop.output.append("Content-Length: ")
        loop.output.append(decimal: UInt64(bytes.count))
        loop.output.append("\r\n\r\n")
        if method != .head { loop.output.append(bytes) }
        answer = .ended
    }

    /// The head of a stream of our own, to a request whose body was read. Nobody in between is to keep pieces back.
    func composeStreamHead(_ contentType: String) {
        composeBeginning(200, contentType, [AnswerField("X-Accel-Buffering", "no")])
    }

    /// The next of a stream of our own, joining what is composed.
    func composeData(_ data: Span<UInt8>) {
        if answer == .begun(.chunked) { loop.output.append(chunk: data) } else { loop.output.append(data) }
    }

    /// Begins an answer whose length is not known yet.
    package func begin(_ status: UInt16, _ contentType: String, fields: [AnswerField] = []) async {
        if answer != .none { return }
        await dropBody()
        composeBeginning(status, contentType, fields)
        socket.sendOutput()
    }

    private func composeBeginning(_ status: UInt16, _ contentType: String, _ fields: [AnswerField]) {
        let framing = version == .http11 ? AnswerFraming.chunked : .untilClose
        if framing == .untilClose { keepsAlive = false }
        composeOwnHead(status, contentType, fields)
        loop.output.append(framing == .chunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n")
        answer = method == .head ? .ended : .begun(framing)
    }

    /// Sends a piece of the answer and waits until the client has room for more; false when it left.
    package func write(_ bytes: Span<UInt8>) async -> Bool {
        guard case .begun(let framing) = answer, !bytes.isEmpty else { return !hasLeft }
        loop.output.clear()
        if framing == .chunked { loop.output.append(chunk: bytes) } else { loop.output.append(bytes) }
        if !socket.sendOutput(), await !connection.drained() { leave() }
        return !hasLeft
    }

    /// Ends an answer that was begun.
    package func end() {
        guard case .begun(let framing) = answer else { return }
        if framing == .chunked { Self.lastChunk.withUnsafeBytes { _ = socket.send($0) } }
        answer = .ended
    }

    /// Adds to an answer that was torn why it was, where its framing leaves room. It does not look whole for that: `tear` follows.
    package func addLastWords(_ bytes: Span<UInt8>) {
        guard takesLastWords, answer == .begun(.chunked) else { return }
        takesLastWords = false
        loop.output.clear()
        loop.output.append(chunk: bytes)
        socket.sendOutput()
    }

    private static let lastChunk = Array("0\r\n\r\n".utf8)

    /// An answer given before the body was read ends the connection, unless the rest is small enough to read first.
    private func dropBody() async {
        if body.isComplete { return }
        if !body.awaitsInvitation, let announced = body.announced, announced <= UInt64(Self.droppedMax) {
            _ = try? await collectBody(upTo: Self.droppedMax)
        }
    }

    private func composeOwnHead(_ status: UInt16, _ contentType: String, _ fields: [AnswerField]) {
        noteAnswer(status)
        loop.output.clear()
        AnswerWriter.statusLine(status, on: loop)
        loop.output.append("Server: herd\r\nContent-Type: ")
        loop.output.append(text: contentType)
        loop.output.append("\r\n")
        for field in fields {
            loop.output.append(text: field.name)
            loop.output.append(": ")
            loop.output.append(text: field.value)
            loop.output.append("\r\n")
        }
        AnswerWriter.date(on: loop)
        composeCommonFields()
    }

    /// What every answer carries, ours or a backend's: the request's name, and whether the connection goes on.
    func composeCommonFields() {
        loop.output.append("X-Request-Id: ")
        id.append(to: &loop.output)
        loop.output.append("\r\n")
        loop.output.append(ownFields)
        loop.output.append(pageFields)
        if !keepsAlive {
            loop.output.append("Connection: close\r\n")
        } else if version == .http10 {
            loop.output.append("Connection: keep-alive\r\n")
        }
    }

    /// The answer is about to be sent: from here on the status stands, and whether the connection can go on.
    func noteAnswer(_ status: UInt16) {
        self.status = status
        answeredAt = loop.now
        if !body.isComplete || connection.server.isStopping { keepsAlive = false }
    }
}
