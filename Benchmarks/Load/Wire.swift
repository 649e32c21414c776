import HTTPEngine

/// A connection whose bytes are framed and checked by hand: the least HTTP that the benchmark needs.
final class Wire {
    /// Nobody waits longer than this for a byte or for room to send.
    static let patience = LoopSpan(.seconds(20))

    let socket: Socket
    /// When the bytes read last arrived.
    private(set) var receivedAt = LoopTime(nanoseconds: 0)
    private var buffer: [UInt8] = []
    private var start = 0

    /// Whether all that came was asked for.
    var isEmpty: Bool { start == buffer.count }

    init(_ socket: Socket) {
        self.socket = socket
    }

    // MARK: Sending

    func send(_ bytes: ArraySlice<UInt8>) async throws(LoadFailure) {
        socket.send(bytes.span)
        if !socket.hasBacklog { return }
        socket.setDeadline(after: Self.patience)
        guard await socket.wait(for: .writable).contains(.writable) else {
            throw LoadFailure("nobody takes what is sent")
        }
    }

    // MARK: Receiving

    /// The next head, nil when the peer closed the connection instead of beginning one.
    func head() async throws(LoadFailure) -> Head? {
        while true {
            if let end = buffer.firstIndex(of: "\r\n\r\n", from: start) {
                defer { start = end + 4 }
                return Head(buffer[start..<end + 2])
            }
            if try await !fill() {
                if isEmpty { return nil }
                throw LoadFailure("closed in the middle of a head")
            }
        }
    }

    /// Hands on exactly so many bytes, in the pieces they come in.
    func take(
        _ count: Int,
        _ each: (ArraySlice<UInt8>) throws(LoadFailure) -> Void
    ) async throws(LoadFailure) {
        var left = count
        while left > 0 {
            if isEmpty, try await !fill() { throw LoadFailure("closed, \(left) of \(count) bytes missing") }
            let piece = buffer[start..<min(start + left, buffer.count)]
            try each(piece)
            start = piece.endIndex
            left -= piece.count
        }
    }

    /// Hands on the data of a chunked body and checks its frame.
    func takeChunks(_ each: (ArraySlice<UInt8>) throws(LoadFailure) -> Void) async throws(LoadFailure) {
        while true {
            let size = try await chunkSize()
            if size > 0 { try await take(size, each) }
            var end: [UInt8] = []
            try await take(2) { end += $0 }
            if end != [13, 10] { throw LoadFailure("a chunk of \(size) bytes does not end there") }
            if size == 0 { return }
        }
    }

    private func chunkSize() async throws(LoadFailure) -> Int {
        while true {
            if let end = buffer.firstIndex(of: "\r\n", from: start) {
                let text = String(decoding: buffer[start..<end], as: UTF8.self)
                guard let size = Int(text, radix: 16) else { throw LoadFailure("not the size of a chunk: \(text)") }
                start = end + 2
                return size
            }
            if try await !fill() { throw LoadFailure("closed between two chunks") }
        }
    }

    /// Waits for more bytes; false when the peer has sent all it had.
    private func fill() async throws(LoadFailure) -> Bool {
        while true {
            switch socket.receive() {
            case .bytes(let count):
                receivedAt = EventLoop.clock()
                buffer.removeSubrange(..<start)
                start = 0
                buffer.append(contentsOf: socket.received(count))
                return true
            case .later:
                socket.setDeadline(after: Self.patience)
                if await socket.wait(for: .readable).contains(.deadline) { throw LoadFailure("nothing comes any more") }
            case .ended:
                return false
            case .failed:
                throw LoadFailure("the connection was reset")
            }
        }
    }
}
