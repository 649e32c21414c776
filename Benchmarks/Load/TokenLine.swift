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
    /// Each number is a space and so many digits.
    private static let streamDigits = 7, tokenDigits = 7, sentDigits = 19
    private static let digits = 3 + streamDigits + tokenDigits + sentDigits
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
        var rest = bytes.dropFirst(Self.opening.count)
        guard let stream = Self.takeNumber(Self.streamDigits, from: &rest),
            let token = Self.takeNumber(Self.tokenDigits, from: &rest),
            let sent = Self.takeNumber(Self.sentDigits, from: &rest),
            rest.elementsEqual(Self.more) || rest.elementsEqual(Self.last)
        else { return nil }
        self.init(
            stream: stream,
            token: token,
            sent: LoopTime(nanoseconds: UInt64(sent)),
            isLast: rest.elementsEqual(Self.last)
        )
    }

    func write(into bytes: inout [UInt8]) {
        bytes += Self.opening
        Self.write(stream, digits: Self.streamDigits, into: &bytes)
        Self.write(token, digits: Self.tokenDigits, into: &bytes)
        Self.write(Int(clamping: sent.nanoseconds), digits: Self.sentDigits, into: &bytes)
        bytes += isLast ? Self.last : Self.more
    }

    private static func write(_ number: Int, digits: Int, into bytes: inout [UInt8]) {
        var left = number
        bytes.append(UInt8(ascii: " "))
        let start = bytes.count
        for _ in 0..<digits {
            bytes.append(UInt8(ascii: "0") + UInt8(left % 10))
            left /= 10
        }
        bytes[start...].reverse()
    }

    private static func takeNumber(_ digits: Int, from bytes: inout ArraySlice<UInt8>) -> Int? {
        guard bytes.popFirst() == UInt8(ascii: " ") else { return nil }
        var number = 0
        for byte in bytes.prefix(digits) {
            guard byte >= 48, byte <= 57 else { return nil }
            number = number &* 10 &+ Int(byte - 48)
        }
        bytes = bytes.dropFirst(digits)
        return number
    }
}
