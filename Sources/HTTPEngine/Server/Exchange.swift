/// Hears what happens to the client while its request is being served, on the loop's thread.
protocol ClientListener: AnyObject {
    /// Nobody waits for the answer any more.
    func clientLeft()
    /// The client's socket can be read or written again, made progress, or its deadline passed.
    func clientIsReady(_ readiness: Readiness)
    /// Of an answer under way.
    var interjection: Interjection { get }
}

/// One request and its answer.
///
/// It knows whether the client is still there. A reset says that it is not. A FIN alone does not tell: clients that leave
/// and clients that only have no more to send look the same. So the exchange asks: a `100 Continue`, which every HTTP/1.1
/// client skips, makes the system of one that left answer with a reset, while one that half-closed does not mind. Once the
/// answer has begun a FIN counts as leaving, as it does from HTTP/1.0 clients, unless it came with the request.
package final class Exchange: SocketWatcher {
    /// How the client can tell where the answer's body ends.
    enum AnswerFraming {
        case length, chunked, untilClose
    }

    /// How far the answer has come.
    enum Answer: Equatable {
        case none
        /// The head is sent, and the body under way in this framing.
        case begun(AnswerFraming)
        case ended
    }

    let connection: ServerConnection
    package let id: RequestID
    package let method: Method
    package let version: HTTPVersion
    package let startedAt: LoopTime
    package private(set) var hasLeft = false
    /// The status sent to the client, zero before.
    package internal(set) var status: UInt16 = 0
    /// When the first byte of an answer's head was sent, `never` before.
    package internal(set) var answeredAt = LoopTime.never
    /// Whole field lines that every answer to this request carries.
    package var ownFields: [UInt8] = []
    /// Such lines for the browser of a page that asks.
    package var pageFields: [UInt8] = []
    var answer = Answer.none
    var keepsAlive: Bool
    /// The head is ours, and the client has got no more than signs of life.
    package internal(set) var isKeptOpen = false
    /// A torn answer stopped where another chunk can follow.
    var takesLastWords = false
    var body: BodyReader
    /// Set while something wants to hear of the client at once.
    var listener: (any ClientListener)?
    /// For a client that waits.
    var signs: SignsOfLife?
    /// Bytes of the memory budget this request holds.
    var bytesHeld = 0
    private var hasHalfClosed = false

    init(_ connection: ServerConnection) {
        self.connection = connection
        let head = connection.parser.head
        startedAt = connection.loop.now
        method = head.method
        version = head.version
        keepsAlive = head.keepAlive
        body = BodyReader(head, options: connection.server.options)
        id =
            head.value(.requestID).flatMap { RequestID(head.bytes.span.extracting($0.range)) }
            ?? RequestID(number: connection.loop.nextIdentifier())
        requestIsComplete()
    }

    deinit {
        if bytesHeld > 0 { connection.server.bodies.giveBack(bytesHeld) }
    }

    /// Nothing of an answer has been said.
    var isUntold: Bool { answer == .none || isKeptOpen }

    package var request: RequestHead { connection.parser.head }
    package var loop: EventLoop { connection.loop }
    var socket: Socket { connection.socket }
    /// Where the client is, without its port; nil once it is gone.
    package var clientHost: String? { socket.peer?.host }
    /// The client is on this very machine: both ends have one address, as connections to oneself have, or the loopback's.
    package var clientIsLocal: Bool {
        guard let client = socket.peer else { return false }
        return client.isLoopback || client.host == socket.localHost
    }

    /// A number that a handler keeps with the client's connection, so as not to work it out for each request; at first nil.
    package var clientNote: UInt64? {
        get { connection.note }
        set { connection.note = newValue }
    }
    package var isServerStopping: Bool { connection.server.isStopping }

    /// The request has been forwarded by this very process before.
    package var hasPassedHere: Bool {
        let head = request
        let name = connection.server.options.pseudonym
        return head.fields.contains { field in
            field.kind == .via && head.bytes.span.extracting(field.value.range).contains(name.span)
        }
    }

    // MARK: The client's presence

    func ready(_ socket: Socket, _ readiness: Readiness) {
        if readiness.contains(.broken) {
            leave()
            return
        }
        if readiness.contains(.finished) { hearFinish(withRequest: false) }
        if !hasLeft { listener?.clientIsReady(readiness) }
    }

    private func hearFinish(withRequest: Bool) {
        if hasHalfClosed || answer == .ended { return }
        // While a body or another request is unread the FIN stands behind it; whoever reads gets to it.
        if !body.isComplete { return }
        hasHalfClosed = true
        if answer != .none {
            if connection.rest.isEmpty { leave() }
        } else if version == .http11 {
            StockAnswer.goOn.withUnsafeBytes { _ = socket.send($0) }
        } else if !withRequest {
            leave()
        }
    }

    /// The last byte of the request was read. A FIN that came before was put off until now.
    func requestIsComplete() {
        if socket.isFinished { hearFinish(withRequest: true) }
    }

    func leave() {
        if hasLeft { return }
        hasLeft = true
        listener.take()?.clientLeft()
    }

    // MARK: The end

    /// Called when the handler is through; true when the connection can serve another request.
    func settle() async -> Bool {
        listener = nil
        if let signs = signs.take() { loop.removeDeadline(signs) }
        if hasLeft || socket.isBroken {
            tear()
            return false
        }
        if answer == .none {
            await respond(500, text: "The request was not answered")
        }
        guard answer == .ended else {
            tear()
            return false
        }
        if await !connection.drained() {
            tear()
            return false
        }
        if keepsAlive { return true }
        await connection.linger()
        return false
    }

    /// Ends the connection so that what was sent cannot be taken for a whole answer. Where the framing shows that
    /// something is missing an orderly end does; it lets the client read what has come so far.
    package func tear() {
        if answer == .begun(.untilClose) {
            socket.reset()
        } else {
            socket.close()
        }
    }
}

extension Span<UInt8> {
    /// The other bytes stand somewhere in these.
    fileprivate func contains(_ other: Span<UInt8>) -> Bool {
        if other.count > count { return false }
        return (0...(count - other.count)).contains { start in
            other.indices.allSatisfy { self[start + $0] == other[$0] }
        }
    }
}
