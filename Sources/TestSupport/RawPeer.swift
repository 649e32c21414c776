package import HTTPEngine

/// One end of a connection, which sends exactly what it is told and shows exactly what came: for tests on the level of
/// bytes. A test plays the client with one that it connected, and the backend with one that a `RawListener` accepted.
///
/// `@unchecked Sendable`: the socket and what was received are touched on the peer's loop only.
package final class RawPeer: @unchecked Sendable {
    /// How a connection looked when the reading stopped.
    package enum Ending: Equatable, Sendable {
        /// What was asked for has come, and the connection is open.
        case open
        case closed
        case reset
        /// Nothing came for a long time: a test that sees this has failed.
        case silent

        package var isOver: Bool { self == .closed || self == .reset }
    }

    package struct Received: Sendable {
        package var bytes: [UInt8]
        package var ending: Ending

        package init(bytes: [UInt8], ending: Ending) {
            self.bytes = bytes
            self.ending = ending
        }

        package var text: String { String(decoding: bytes, as: UTF8.self) }
        /// Without the line's end.
        fileprivate var line: String { String(decoding: bytes.dropLast(2), as: UTF8.self) }
    }

    private static let patience = LoopSpan(.seconds(60))

    private let loop: EventLoop
    private var socket: Socket?
    private var kept: [UInt8] = []

    package init(to address: SocketAddress, on loop: EventLoop) async throws {
        self.loop = loop
        try await loop.run { await Result { try await self.open(address) } }.get()
    }

    init(accepted socket: Socket) {
        loop = socket.loop
        self.socket = socket
    }

    private func open(_ address: SocketAddress) async throws {
        socket = try await Socket.connect(to: address, on: loop, within: Self.patience)
    }

    // MARK: Sending

    package func send(_ text: String) async {
        await send(Array(text.utf8))
    }

    package func send(_ bytes: [UInt8]) async {
        await loop.run {
            guard let socket = self.socket, !socket.send(bytes.span) else { return }
            socket.setDeadline(after: Self.patience)
            while socket.hasBacklog, await !socket.wait(for: [.writable]).contains(.broken) {}
            socket.clearDeadline()
        }
    }

    /// Sends and closes in one go, so that the other side is likely to see both at once.
    package func sendAndClose(_ text: String) async {
        await loop.ask {
            self.socket?.send(Array(text.utf8).span)
            self.socket?.close()
        }
    }

    package func finishSending() async {
        await loop.ask { self.socket?.finishSending() }
    }

    package func close() async {
        await loop.ask { self.socket?.close() }
    }

    package func reset() async {
        await loop.ask { self.socket?.reset() }
    }

    // MARK: Receiving

    /// Everything up to the end of the connection.
    package func readAll() async -> Received {
        await loop.run { await self.read { _ in nil } }
    }

    /// Everything up to and including the mark; what is behind it is kept for the next call.
    package func read(until mark: String) async -> Received {
        let mark = Array(mark.utf8)
        return await loop.run { await self.read { Self.end(of: mark, in: $0) } }
    }

    package func read(count: Int) async -> Received {
        await loop.run { await self.read { $0.count >= count ? count : nil } }
    }

    /// One whole answer; interim ones before it are skipped.
    package func readAnswer(to method: Method = .get) async -> RawAnswer {
        await loop.run {
            var answer = RawAnswer()
            while true {
                let received = await self.read { Self.end(of: Array("\r\n\r\n".utf8), in: $0) }
                answer.head = received.text
                answer.ending = received.ending
                guard received.ending == .open, answer.status >= 200 else {
                    if received.ending == .open { continue }
                    return answer
                }
                break
            }
            await self.readBody(of: &answer, to: method)
            return answer
        }
    }

    private func readBody(of answer: inout RawAnswer, to method: Method) async {
        if method == .head || answer.status == 204 || answer.status == 304 { return }
        if let length = answer["content-length"].flatMap({ Int($0) }) {
            let received = await read { $0.count >= length ? length : nil }
            answer.body = received.bytes
            answer.ending = received.ending
        } else if answer["transfer-encoding"] == "chunked" {
            await readChunks(of: &answer)
        } else {
            let received = await read { _ in nil }
            answer.body = received.bytes
            answer.ending = received.ending
        }
    }

    private func readChunks(of answer: inout RawAnswer) async {
        while true {
            let line = await read { Self.end(of: Array("\r\n".utf8), in: $0) }
            answer.ending = line.ending
            guard line.ending == .open, let size = Int(line.line, radix: 16) else { return }
            if size == 0 { break }
            let data = await read { $0.count >= size + 2 ? size + 2 : nil }
            answer.body += data.bytes.prefix(size)
            answer.chunks.append(Array(data.bytes.prefix(size)))
            answer.ending = data.ending
            if data.ending != .open { return }
        }
        while true {
            let line = await read { Self.end(of: Array("\r\n".utf8), in: $0) }
            answer.ending = line.ending
            if line.ending != .open || line.line.isEmpty { return }
            answer.trailers.append(line.line)
        }
    }

    private func read(_ end: @Sendable ([UInt8]) -> Int?) async -> Received {
        socket?.setDeadline(after: Self.patience)
        defer { socket?.clearDeadline() }
        while true {
            if let end = end(kept) {
                defer { kept.removeFirst(end) }
                return Received(bytes: Array(kept[..<end]), ending: .open)
            }
            guard let ending = await receiveMore() else { continue }
            defer { kept = [] }
            return Received(bytes: kept, ending: ending)
        }
    }

    private func receiveMore() async -> Ending? {
        guard let socket else { return .closed }
        switch socket.receive() {
        case .bytes(let count): kept += socket.received(count)
        case .ended: return .closed
        case .failed: return .reset
        case .later:
            if await socket.wait(for: .readable).contains(.deadline) { return .silent }
        }
        return nil
    }

    private static func end(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { bytes[$0..<($0 + mark.count)].elementsEqual(mark) }
            .map { $0 + mark.count }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
