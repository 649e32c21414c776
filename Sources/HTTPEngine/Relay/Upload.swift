/// How far a request's body has come on its way to the backend.
struct Upload {
    /// Bodies up to this size are sent together with the head.
    private static let smallMax = 16 * 1024
    /// How much is offered to the kernel at once; what it does not take is copied aside.
    private static let pieceMax = 128 * 1024

    let length: HeadRewriter.Length
    /// The bytes are chunks already: a body in memory that has trailers cannot be sent with a length.
    let isFramed: Bool
    /// The rest comes from the client while it is sent.
    private(set) var isStreamed = false
    /// What is in memory and not sent, the next piece last.
    private var pieces: [ArraySlice<UInt8>] = []
    private(set) var isComplete: Bool
    private(set) var isAbandoned = false

    /// What is sent in the place of what the client sent.
    init(instead pieces: [ArraySlice<UInt8>]) {
        isFramed = false
        length = .bytes(UInt64(pieces.reduce(0) { $0 + $1.count }))
        self.pieces = pieces.reversed().filter { !$0.isEmpty }
        isComplete = self.pieces.isEmpty
    }

    /// - Parameter pieces: instead of what is in memory.
    init(_ body: RequestBody, _ pieces: [ArraySlice<UInt8>]?, of exchange: Exchange) {
        let trailers = exchange.body.trailers.flatMap { $0.fields.allSatisfy(\.isHopByHop) ? nil : $0 }
        if case .whole = body { isFramed = trailers != nil } else { isFramed = false }
        switch body {
        case .none:
            let saysSo = [.post, .put, .patch].contains(exchange.method)
            length = saysSo ? .bytes(0) : .none
            isComplete = true
        case .whole(let bytes):
            let pieces = (pieces ?? [bytes[...]]).filter { !$0.isEmpty }
            length = trailers == nil ? .bytes(UInt64(pieces.reduce(0) { $0 + $1.count })) : .chunked
            self.pieces = trailers.map { [Self.framed(pieces, $0)[...]] } ?? pieces.reversed()
            isComplete = self.pieces.isEmpty
        case .begun(let bytes):
            let pieces = (pieces ?? [bytes[...]]).filter { !$0.isEmpty }
            let count = UInt64(pieces.reduce(0) { $0 + $1.count })
            length = exchange.body.isChunked ? .chunked : .bytes(count + (exchange.body.announced ?? 0))
            self.pieces = pieces.reversed()
            isStreamed = true
            isComplete = false
        }
    }

    private static func framed(_ pieces: [ArraySlice<UInt8>], _ trailers: TrailerFields) -> [UInt8] {
        var output = ByteWriter(capacity: pieces.reduce(1024) { $0 + $1.count })
        for piece in pieces { output.append(chunk: piece.span) }
        output.append("0\r\n")
        HeadRewriter.trailers(trailers, into: &output)
        return output.bytes
    }

    /// Nothing more will be sent.
    var isOver: Bool { isComplete || isAbandoned }
    var hasBytes: Bool { !pieces.isEmpty }

    mutating func takeSmallBody(into output: inout ByteWriter) {
        if isStreamed || isComplete || pieces.reduce(0, { $0 + $1.count }) > Self.smallMax { return }
        for piece in pieces.reversed() { output.append(piece.span) }
        pieces = []
        isComplete = true
    }

    /// The next piece of what is in memory.
    mutating func nextPiece() -> ArraySlice<UInt8> {
        guard let all = pieces.popLast() else { return [] }
        let piece = all.prefix(Self.pieceMax)
        if piece.count < all.count { pieces.append(all[piece.endIndex...]) }
        if pieces.isEmpty && !isStreamed { isComplete = true }
        return piece
    }

    mutating func complete() {
        isComplete = true
    }

    /// The backend takes no more of it; it may have answered already.
    mutating func abandon() {
        isAbandoned = true
    }
}
