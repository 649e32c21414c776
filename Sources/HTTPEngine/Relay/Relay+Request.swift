extension Relay {
    /// Sends as much of the body as is there and as the backend takes.
    func sendBody() {
        while !isOver && !upload.isOver {
            if backend.hasBacklog {
                client.clearDeadline()
                backend.setDeadline(after: connection.upstream.spans.write)
                return
            }
            if backend.isBroken {
                upload.abandon()
            } else if upload.hasBytes {
                let piece = upload.nextPiece()
                sendPiece(piece.span)
            } else if !sendFromClient() {
                return
            }
        }
        if isOver { return }
        if passage == nil { awaitAnswer() }
        // Not every failure to send is followed by an event; an answer that came before it still counts.
        if backend.isBroken { pull() }
    }

    private func awaitAnswer() {
        client.clearDeadline()
        let span = connection.upstream.spans.firstByte
        firstTokenBy = loop.now.advanced(by: span)
        backend.setDeadline(after: span)
    }

    /// Passes on what the client has sent; false when it has to be waited for, or is over.
    private func sendFromClient() -> Bool {
        do throws(BodyFault) {
            if !exchange.connection.rest.isEmpty {
                let rest = exchange.connection.rest
                let taken = try rest.withSpan { span throws(BodyFault) in try sendData(of: span) }
                exchange.connection.rest.drop(taken)
                return true
            }
            switch client.receive() {
            case .bytes(let count):
                let input = client.received(count)
                let taken = try sendData(of: input.span)
                if taken < count { exchange.connection.rest.append(input[taken...]) }
                return true
            case .later:
                exchange.invite()
                client.setDeadline(after: exchange.connection.server.spans.body)
                backend.clearDeadline()
            case .ended, .failed:
                exchange.leave()
            }
        } catch {
            refuse(error)
        }
        return false
    }

    private func sendData(of input: Span<UInt8>) throws(BodyFault) -> Int {
        let taken = try exchange.body.take(input) { sendPiece($0) }
        if exchange.body.isComplete {
            if let trailers = exchange.body.trailers { sendTrailers(trailers) }
            upload.complete()
            exchange.requestIsComplete()
        }
        return taken
    }

    private func sendPiece(_ piece: Span<UInt8>) {
        guard case .chunked = upload.length, !upload.isFramed else {
            backend.send(piece)
            return
        }
        loop.output.clear()
        loop.output.append(chunk: piece)
        backend.sendOutput()
    }

    private func sendTrailers(_ trailers: TrailerFields) {
        loop.output.clear()
        loop.output.append("0\r\n")
        HeadRewriter.trailers(trailers, into: &loop.output)
        backend.sendOutput()
    }
}
