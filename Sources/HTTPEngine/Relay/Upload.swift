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
    private var bytes: [UInt8] = []
    private var sent = 0
    private(set) var isComplete: Bool
    private(set) var isAbandoned = false

    init(_ body: RequestBody, of exchange: Exchange) {
        let trailers = exchange.body.trailers.flatMap { $0.fields.allSatisfy(\.isHopByHop) ? nil : $0 }
        if case .whole = body { isFramed = trailers != nil } else { isFramed = false }
        switch body {
        case .none:
            let saysSo = [.post, .put, .patch].contains(exchange.method)
            length = saysSo ? .bytes(0) : .none
            isComplete = true
        case .whole(let bytes):
            length = trailers == nil ? .bytes(UInt64(bytes.count)) : .chunked
            self.bytes = trailers.map { Self.framed(bytes, $0) } ?? bytes
            isComplete = self.bytes.isEmpty
        case .begun(let bytes):
            length = exchange.body.isChunked ? .chunked : .bytes(exchange.body.announced ?? 0)
            self.bytes = bytes
            isStreamed = true
            isComplete = false
        }
    }

    private static func framed(_ data: [UInt8], _ trailers: TrailerFields) -> [UInt8] {
        var output = ByteWriter(capacity: data.count + 1024)
        output.append(chunk: data.span)
        output.append("0\r\n")
        HeadRewriter.trailers(trailers, into: &output)
        return output.bytes
    }

    /// Nothing more will be sent.
    var isOver: Bool { isComplete || isAbandoned }
    var hasBytes: Bool { sent < bytes.count }

    mutating func takeSmallBody(into output: inout ByteWriter) {
        if isStreamed || isComplete || bytes.count > Self.smallMax { return }
        output.append(bytes)
        sent = bytes.count
        isComplete = true
    }

    /// The next piece of what is in memory.
    mutating func nextPiece() -> ArraySlice<UInt8> {
        let piece = bytes[sent..<min(sent + Self.pieceMax, bytes.count)]
        sent = piece.endIndex
        if sent == bytes.count && !isStreamed { isComplete = true }
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
