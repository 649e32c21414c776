/// One line on its way out: bounded, and on one line whatever the text in it contains.
///
/// Nothing that a client sent can end the line, forge another one, or steer the terminal: control characters are written as
/// escapes in both formats.
struct LogLine {
    static let bytesMax = 4096
    private static let messageBytesMax = 1024
    private static let valueBytesMax = 512
    /// Kept free for the mark that something was left out, and for the end.
    private static let tailBytes = 24

    private let format: LogFormat
    private var bytes: [UInt8] = []
    private var isFull = false

    init(format: LogFormat) {
        self.format = format
        bytes.reserveCapacity(256)
    }

    mutating func begin(at time: WallTime, level: LogLevel, component: String, message: String) {
        switch format {
        case .text:
            time.appendRFC3339(to: &bytes)
            bytes += " \(level.rawValue)\(level.rawValue.count < 5 ? "  " : " ")".utf8
            LogText.append(component, to: &bytes, bytesMax: 64, escapesQuotes: false)
            bytes += ": ".utf8
            LogText.append(message, to: &bytes, bytesMax: Self.messageBytesMax, escapesQuotes: false)
        case .json:
            bytes += #"{"time":""#.utf8
            time.appendRFC3339(to: &bytes)
            bytes += #"","level":"\#(level.rawValue)","component":"#.utf8
            appendQuoted(component, bytesMax: 64)
            bytes += #","message":"#.utf8
            appendQuoted(message, bytesMax: Self.messageBytesMax)
        }
    }

    mutating func add(_ key: StaticString, _ value: LogValue) {
        guard !isFull else { return }
        let mark = bytes.count
        switch format {
        case .text: bytes += " \(key)=".utf8
        case .json: bytes += ",\"\(Self.isTaken("\(key)") ? "field_" : "")\(key)\":".utf8
        }
        append(value)
        guard bytes.count > Self.bytesMax - Self.tailBytes else { return }
        bytes.removeSubrange(mark...)
        bytes += (format == .text ? " …" : #","truncated":true"#).utf8
        isFull = true
    }

    mutating func finished() -> [UInt8] {
        bytes += (format == .text ? "\n" : "}\n").utf8
        return bytes
    }

    private mutating func append(_ value: LogValue) {
        switch (value, format) {
        case (.string(let text), .text) where LogText.isPlain(text):
            LogText.append(text, to: &bytes, bytesMax: Self.valueBytesMax, escapesQuotes: false)
        case (.string(let text), _): appendQuoted(text, bytesMax: Self.valueBytesMax)
        case (.int(let number), _): bytes += "\(number)".utf8
        case (.bool(let flag), _): bytes += "\(flag)".utf8
        case (.bytes(let count), .text): bytes += "\(count)B".utf8
        case (.bytes(let count), .json): bytes += "\(count)".utf8
        case (.duration(let duration), .text): bytes += duration.shortText.utf8
        case (.duration(let duration), .json): bytes += DecimalText.of(duration.wholeNanoseconds, decimals: 9).utf8
        }
    }

    private mutating func appendQuoted(_ text: String, bytesMax: Int) {
        bytes.append(UInt8(ascii: "\""))
        LogText.append(text, to: &bytes, bytesMax: bytesMax, escapesQuotes: true)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Keys that every line has already.
    private static func isTaken(_ key: String) -> Bool {
        ["time", "level", "component", "message", "truncated"].contains(key)
    }
}
