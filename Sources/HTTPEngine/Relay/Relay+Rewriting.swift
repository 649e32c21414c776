/// What the relay does differently for a client whose backend speaks another language.
extension Relay {
    /// An answer in one piece is rewritten when all of it is there; a longer one is a failure of the backend.
    static let wholeMax = 64 << 20
    /// How long a backend that has said all may take to end its answer.
    static let endingPatience = LoopSpan(.seconds(1))

    /// The backend's head has come. Refusals are kept and rewritten, and so are answers in one piece.
    func beginRewriting(_ head: ResponseHead, by rewriter: any AnswerRewriter) {
        let isSuccess = 200..<300 ~= head.status
        if isSuccess { plan.observer?.headArrived(head) }
        withhold(head)
        if isSuccess && rewriter.streamType != nil {
            passage = .rewritten
            held = nil
        }
    }

    /// Takes a piece of a stream and tells the client what it means; nothing may be said before there is something to say, so
    /// that a failure can still be a status, or go to another backend.
    func passRewritten(_ input: Span<UInt8>, from start: Int) throws(ChunkFault) -> Int? {
        guard let rewriter = plan.rewriter else { return nil }
        loop.output.clear()
        let step = try body.take(input, from: start) { range in
            let data = input.extracting(range)
            plan.observer?.dataArrived(data)
            rewriter.read(data)
            tell(rewriter)
        }
        if loop.output.count > 0 { client.sendOutput() }
        if case .failed(let answer) = rewriter.progress {
            endRewriting(answer, .reported)
        } else if step.isComplete, !finishRewriting() {
            return nil
        }
        return step.isComplete ? step.next : nil
    }

    /// The backend's stream has ended; false when that was not a proper end.
    func finishRewriting() -> Bool {
        guard let rewriter = plan.rewriter else { return false }
        rewriter.finish()
        loop.output.clear()
        tell(rewriter)
        if loop.output.count > 0 { client.sendOutput() }
        guard case .failed(let answer) = rewriter.progress else { return true }
        endRewriting(answer, .incomplete)
        return false
    }

    /// Composes what the client is told, with the head before it where that has not gone.
    private func tell(_ rewriter: any AnswerRewriter) {
        if exchange.answer == .ended { return }
        if case .failed = rewriter.progress, exchange.isUntold { return }
        let words = rewriter.output
        if !words.isEmpty {
            if exchange.answer == .none { exchange.composeStreamHead(rewriter.streamType ?? "") }
            if !isStream { noteStream() }
            exchange.isKeptOpen = false
            exchange.composeData(words.span)
        }
        if case .complete = rewriter.progress {
            if exchange.answer == .begun(.chunked) { loop.output.append("0\r\n\r\n") }
            exchange.answer = .ended
        }
    }

    private func endRewriting(_ answer: HeldAnswer, _ fault: UpstreamFault) {
        end(exchange.isUntold ? .declined(answer) : .torn(fault))
    }

    /// An answer that was kept whole.
    func tellWhole(_ held: HeldAnswer, by rewriter: any AnswerRewriter, reuses: Bool) {
        let answer = rewriter.rewrite(held)
        guard 200..<300 ~= answer.status else {
            end(.declined(answer), reuses: reuses)
            return
        }
        exchange.composeWhole(answer.status, answer.contentType, answer.body)
        client.sendOutput()
        end(.complete, reuses: reuses)
    }
}
