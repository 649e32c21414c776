extension Relay {
    /// How many interim answers a backend may send before its answer.
    private static let interimMax: UInt8 = 32
    /// Up to this size a first piece of body is sent together with the head.
    private static let togetherMax = 16 * 1024

    /// Passes on what has come; answers where the answer ended in it, nil when it goes on.
    func passOn(_ input: Span<UInt8>) throws(UpstreamFault) -> Int? {
        var at = 0
        loop.output.clear()
        while passage == nil {
            guard let taken = try parse(input.extracting(at...)) else { return nil }
            at += taken
            try headArrived()
        }
        return try passBody(input, from: at)
    }

    private func parse(_ input: Span<UInt8>) throws(UpstreamFault) -> Int? {
        if input.isEmpty { return nil }
        do throws(HeadFault) {
            return try connection.parser.feed(input)
        } catch {
            throw .malformed(error.explanation)
        }
    }

    private func headArrived() throws(UpstreamFault) {
        let head = connection.parser.head
        guard head.status < 200 else {
            if let rewriter = plan.rewriter {
                beginRewriting(head, by: rewriter)
            } else if isWithheld(head) {
                withhold(head)
            } else if exchange.isKeptOpen {
                try resume(head)
            } else {
                composeHead(head)
            }
            return
        }
        if head.status == 101 { throw .malformed("it switches protocols although nobody asked for it") }
        interims += 1
        if interims > Self.interimMax { throw .malformed("it sends interim answers without end") }
        if exchange.version == .http11 && plan.rewriter == nil {
            _ = HeadRewriter.answer(head, keepsLength: false, into: &loop.output)
            loop.output.append("\r\n")
            client.sendOutput()
            loop.output.clear()
        }
        connection.parser.reset()
    }

    private func isWithheld(_ head: ResponseHead) -> Bool {
        if exchange.isKeptOpen && head.status >= 300 { return true }
        return plan.withholdsRefusals && head.isWorthAnotherTry || refusesOurKey(head)
    }

    func withhold(_ head: ResponseHead) {
        passage = .withheld
        held = HeldAnswer(head, isOfOurKey: refusesOurKey(head))
        body = BodyFraming(
            head.body(answering: exchange.method),
            trailerLimits: connection.upstream.options.headLimits
        )
    }

    /// The client has shown this backend no key, so it has none to correct.
    private func refusesOurKey(_ head: ResponseHead) -> Bool {
        connection.upstream.credential != nil && (head.status == 401 || head.status == 403)
    }

    /// Composes the client's head in the loop's output, where the first of the body joins it.
    private func composeHead(_ head: ResponseHead) {
        let length = head.body(answering: exchange.method)
        let passage = AnswerPassage(length, for: exchange.version)
        let framing = passage.framing(of: length)
        if framing == .untilClose { exchange.keepsAlive = false }
        plan.observer?.headArrived(head)
        exchange.noteAnswer(head.status)
        exchange.answer = .begun(framing)
        self.passage = passage
        body = BodyFraming(length, trailerLimits: connection.upstream.options.headLimits)
        let keepsLength = framing == .length
        let hasDate = HeadRewriter.answer(head, keepsLength: keepsLength, into: &loop.output)
        if !hasDate { AnswerWriter.date(on: loop) }
        if framing == .chunked { loop.output.append("Transfer-Encoding: chunked\r\n") }
        exchange.composeCommonFields()
        loop.output.append("\r\n")
        if framing != .length { noteStream() }
    }

    /// The client has a head of ours already: what follows joins the stream that it began.
    private func resume(_ head: ResponseHead) throws(UpstreamFault) {
        if head.value(.contentEncoding) != nil {
            throw .malformed("it is compressed, and the client's stream has begun without that")
        }
        plan.observer?.headArrived(head)
        passage = .resumed
        body = BodyFraming(
            head.body(answering: exchange.method),
            trailerLimits: connection.upstream.options.headLimits
        )
        noteStream()
    }

    // MARK: The body

    private func passBody(_ input: Span<UInt8>, from start: Int) throws(UpstreamFault) -> Int? {
        do throws(ChunkFault) {
            return try passBodyChecked(input, from: start)
        } catch {
            // What was right before the fault has been composed, not sent: the client gets the head and then the cut.
            client.sendOutput()
            throw .malformed(error.explanation)
        }
    }

    private func passBodyChecked(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int? {
        switch passage {
        case .same: return try passSame(input, from: start)
        case .unchunked: return try passData(input, from: start)
        case .withheld: return try keepData(input, from: start)
        case .rewritten: return try passRewritten(input, from: start)
        case .resumed: return try passResumed(input, from: start)
        case .chunked:
            plan.observer?.dataArrived(input.extracting(start...))
            loop.output.append(chunk: input.extracting(start...))
        case .untilClose, nil:
            plan.observer?.dataArrived(input.extracting(start...))
            loop.output.append(input.extracting(start...))
        }
        client.sendOutput()
        return nil
    }

    private func keepData(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int? {
        let isAnswer = 200..<300 ~= held?.status ?? 0
        let step = try body.take(input, from: start) { range in
            let data = input.extracting(range)
            if isAnswer { plan.observer?.dataArrived(data) }
            held?.keep(data, upTo: isAnswer ? Self.wholeMax : HeldAnswer.bodyMax)
        }
        return step.isComplete ? step.next : nil
    }

    /// Takes what belongs to the body, and shows it to whoever watches.
    private func takeBody(
        _ input: Span<UInt8>,
        from start: Int
    ) throws(ChunkFault) -> (forward: Int, next: Int, isComplete: Bool) {
        guard let observer = plan.observer else { return try body.take(input, from: start) }
        return try body.take(input, from: start) { observer.dataArrived(input.extracting($0)) }
    }

    private func passSame(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int? {
        let step = try takeBody(input, from: start)
        let piece = input.extracting(start..<step.forward)
        guard body.hasLastChunk else {
            forward(piece)
            return step.isComplete ? step.next : nil
        }
        let isCutShort = step.isComplete && plan.observer?.isCutShort == true
        if isCutShort || !step.isComplete {
            forward(piece.extracting(0..<keepLastChunk(of: piece)))
            if isCutShort { endIncomplete(takesLastWords: keepsLastChunk) }
            return nil
        }
        // Behind the last chunk stand trailers, not all of which may go on, and the empty line that ends them.
        let isPlain = !keepsLastChunk && step.next == step.forward + 2 && body.trailers.fields.isEmpty
        forward(isPlain ? input.extracting(start..<step.next) : piece)
        if !isPlain {
            loop.output.clear()
            if keepsLastChunk { loop.output.append("0\r\n") }
            HeadRewriter.trailers(body.trailers, into: &loop.output)
            client.sendOutput()
        }
        return step.next
    }

    /// The line of the last chunk waits until the answer is known to be whole: how much of the piece goes on without it.
    private func keepLastChunk(of piece: Span<UInt8>) -> Int {
        let line = piece.count - 3
        guard !keepsLastChunk, line >= 0, piece[line] == UInt8(ascii: "0"),
            line == 0 || piece[line - 1] == UInt8(ascii: "\n")
        else { return piece.count }
        keepsLastChunk = true
        return line
    }

    /// What has come is passed on, and then it is torn: without its end nobody takes it for whole.
    private func endIncomplete(takesLastWords: Bool) {
        exchange.takesLastWords = takesLastWords
        end(exchange.isUntold ? .failed(.incomplete) : .torn(.incomplete))
    }

    private func passResumed(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int? {
        loop.output.clear()
        let step = try body.take(input, from: start) { range in
            let data = input.extracting(range)
            plan.observer?.dataArrived(data)
            if data.isEmpty { return }
            exchange.isKeptOpen = false
            exchange.composeData(data)
        }
        if loop.output.count > 0 { client.sendOutput() }
        return step.isComplete && endResumed() ? step.next : nil
    }

    /// Ends the body that is of our framing; false when the answer is not whole.
    private func endResumed() -> Bool {
        if plan.observer?.isCutShort == true {
            endIncomplete(takesLastWords: true)
            return false
        }
        if exchange.answer == .begun(.chunked) { sendLastChunk() }
        return true
    }

    private func sendLastChunk() {
        loop.output.clear()
        loop.output.append("0\r\n\r\n")
        client.sendOutput()
    }

    /// Sends a piece straight from where it was read, after the head if that has not gone yet.
    private func forward(_ piece: Span<UInt8>) {
        if loop.output.count > 0 {
            let together = piece.count <= Self.togetherMax
            if together { loop.output.append(piece) }
            client.sendOutput()
            if together { return }
        }
        if !piece.isEmpty { client.send(piece) }
    }

    private func passData(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int? {
        defer { client.sendOutput() }
        var at = start
        while true {
            switch try body.step(input, from: at) {
            case .data(let range):
                plan.observer?.dataArrived(input.extracting(range))
                loop.output.append(input.extracting(range))
                at = range.upperBound
            case .lastChunk(let next): at = next
            case .end(let next):
                if plan.observer?.isCutShort == true { endIncomplete(takesLastWords: false) }
                return next
            case .needMore: return nil
            }
        }
    }

    /// The backend closed the connection: true when that is how its answer ends.
    func endAtClose() -> Bool {
        switch passage {
        case .chunked, .untilClose: return endResumed()
        case .same, .withheld: return body.finishAtEOF()
        case .rewritten: return body.finishAtEOF() && finishRewriting()
        case .resumed: return body.finishAtEOF() && endResumed()
        case .unchunked, nil: return false
        }
    }
}
