import HTTPEngine

/// One token as it travels: of which stream, which of it, and the moment it was sent.
///
/// All have the same length, and every byte of them is known or a digit, so a torn or mixed one cannot pass.
struct TokenLine: Equatable {
    var stream: Int
    var token: Int
    var sent: LoopTime
    var isLast: Bool

    private static let opening = Array("{\"model\":\"bench\",\"message\":{\"role\":\"assistant\",\"content\":\"".utf8)
    private static let more = Array("\"},\"done\":false}\n".utf8)
    private static let last = Array("\"},\"done\":true }\n".utf8)
    private static let digits = 60
    static let byteCount = opening.count + digits + more.count

    init(stream: Int, token: Int, sent: LoopTime, isLast: Bool) {
        self.stream = stream
        self.token = token
        self.sent = sent
        self.isLast = isLast
    }

    /// Nil when these bytes are not a whole line.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, bytes.starts(with: Self.opening) else { return nil }
        let body = bytes.dropFirst(Self.opening.count)
        let end = body.dropFirst(Self.digits)
        guard end.elementsEqual(Self.more) || end.elementsEqual(Self.last),
            let stream = Self.number(body.prefix(20)),
            let token = Self.number(body.dropFirst(20).prefix(20)),
            let sent = Self.number(body.dropFirst(40).prefix(20))
        else { return nil }
        self.init(
            stream: stream,
            token: token,
            sent: LoopTime(nanoseconds: UInt64(sent)),
            isLast: end.elementsEqual(Self.last)
        )
    }

    func write(into bytes: inout [UInt8]) {
        bytes += Self.opening
        Self.write(stream, into: &bytes)
        Self.write(token, into: &bytes)
        Self.write(Int(clamping: sent.nanoseconds), into: &bytes)
        bytes += isLast ? Self.last : Self.more
    }

    /// A space and nineteen digits.
    private static func write(_ number: Int, into bytes: inout [UInt8]) {
        var left = number
        let end = bytes.count + 20
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 20))
        for place in 1...19 {
            bytes[end - place] = UInt8(ascii: "0") + UInt8(left % 10)
            left /= 10
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.first == UInt8(ascii: " ") else { return nil }
        var number = 0
        for byte in bytes.dropFirst() {
            guard byte >= 48, byte <= 57 else { return nil }
            number = number &* 10 &+ Int(byte - 48)
        }
        return number
    }
}
