/// A body framed for the wire, and let go wrong where it should.
struct WireBody: Sendable {
    private enum Framing: Equatable {
        case length, chunked, untilClose
    }

    private(set) var actions: [WireAction] = []
    /// The connection cannot go on after this body.
    let endsConnection: Bool
    private let framing: Framing
    private let fault: Misbehaviour
    /// How many bytes the head promises, if it promises the truth.
    private var announced = 0

    init(_ reply: PracticeReply, _ fault: Misbehaviour, _ client: WireClient) {
        self.fault = fault
        let isOld = client.isHTTP10 || fault.isHTTP10
        let source = WireFrames(reply, fault)
        framing = Self.framing(fault, isStream: source.isStream, isOld: isOld)
        endsConnection =
            isOld || !client.keepsAlive || framing == .untilClose || fault.length == .long || fault.chunk == .cut
        build(source)
    }

    private static func framing(_ fault: Misbehaviour, isStream: Bool, isOld: Bool) -> Framing {
        let needsChunks = fault.chunk != nil || fault.hasTrailers || fault.length == .both
        let isEndless = if case .endless = fault.turn { true } else { false }
        if needsChunks { return .chunked }
        if fault.length != nil { return .length }
        return isStream || isEndless ? isOld ? .untilClose : .chunked : .length
    }

    // MARK: The head's part

    var headLines: [String] {
        var lines: [String] = []
        switch fault.length {
        case .short: lines = ["Content-Length: \(announced / 2)"]
        case .long: lines = ["Content-Length: \(announced + 10)"]
        case .repeated: lines = ["Content-Length: \(announced)", "Content-Length: \(announced + 1)"]
        case .negative: lines = ["Content-Length: -\(announced)"]
        case .both: lines = ["Content-Length: \(announced)"]
        case nil: lines = framing == .length ? ["Content-Length: \(announced)"] : []
        }
        if framing == .chunked { lines.append("Transfer-Encoding: chunked") }
        if fault.hasTrailers { lines.append("Trailer: X-Practice-Trailer") }
        return lines
    }

    // MARK: The frames

    private mutating func build(_ source: WireFrames) {
        announced = source.all.reduce(0) { $0 + $1.bytes.count }
        switch fault.turn {
        case nil: finish(after: source.all)
        case .stall(let count): send(source.all.prefix(count), then: .hang)
        case .close(let count): send(source.all.prefix(count), then: .close)
        case .reset(let count): send(source.all.prefix(count), then: .reset)
        case .end(let count): finish(after: source.all.prefix(count))
        case .fail(let count): finish(after: source.all.prefix(count) + [source.failure])
        case .brokenJSON(let count): finish(after: source.broken(after: count))
        case .endless(let interval):
            send(source.untilText, then: .forever(framed(source.more), every: interval))
        }
    }

    private mutating func send(_ frames: some Collection<PracticeFrame>, then last: WireAction) {
        send(frames)
        actions.append(last)
    }

    /// The message ends as its framing wants it, however little of it was sent.
    private mutating func finish(after frames: some Collection<PracticeFrame>) {
        announced = frames.reduce(0) { $0 + $1.bytes.count }
        send(frames)
        if framing != .chunked { return }
        let trailer = fault.hasTrailers ? "X-Practice-Trailer: done\r\n" : ""
        actions.append(.send(Array("0\r\n\(trailer)\r\n".utf8)))
    }

    private mutating func send(_ frames: some Collection<PracticeFrame>) {
        for (index, frame) in frames.enumerated() {
            if frame.delay > .zero { actions.append(.wait(frame.delay)) }
            actions.append(.send(framed(frame.bytes)))
            if index == 0, let chunk = fault.chunk { spoil(chunk) }
        }
    }

    private func framed(_ bytes: [UInt8]) -> [UInt8] {
        guard framing == .chunked, !bytes.isEmpty else { return bytes }
        return Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
    }

    private mutating func spoil(_ fault: Misbehaviour.ChunkFault) {
        let text =
            switch fault {
            case .size: "zz\r\nhello\r\n"
            case .overflow: "FFFFFFFFFFFFFFFFF\r\nhello\r\n"
            case .negative: "-5\r\nhello\r\n"
            case .extension: "5;practice=yes\r\nhello\r\n"
            case .overlong: "5\r\nhello, too long\r\n"
            case .lineFeed: "5\nhello\n"
            case .cut: "64\r\nhello"
            }
        actions.append(.send(Array(text.utf8)))
        if fault == .cut { actions.append(.close) }
    }
}
