#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is said to the person at the terminal.
package enum Terminal {
    package static func complain(_ text: String) {
        let line = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
        _ = write(2, line, line.count)
    }
}

extension Terminal {
    /// Somebody else's text, without what would steer a terminal.
    package static func plain(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
            scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) ? "?" : scalar
        }
        return String(String.UnicodeScalarView(scalars))
    }

    package static func say(_ text: String, terminator: String = "\n") {
        print(text, terminator: terminator)
        fflush(nil)
    }

    /// What fits on it; nil where what is said does not go to a terminal.
    package static var size: (width: Int, height: Int)? {
        var size = winsize()
        guard isatty(1) == 1, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return nil
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Colours are of use there, and nobody has said that they are not wanted.
    package static var hasColours: Bool {
        isatty(1) == 1 && variable("NO_COLOR").isEmpty && !["", "dumb"].contains(variable("TERM"))
    }

    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    /// At blanks where there are some; lines after the first begin further right.
    package static func wrapped(_ text: String, to width: Int?, indent: Int = 0) -> [String] {
        guard let width, width > 0, text.count > width else { return [text] }
        let margin = String(repeating: " ", count: min(indent, width / 2))
        var lines: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            let before = lines.isEmpty ? "" : margin
            let room = width - before.count
            var end = rest.endIndex
            if rest.count > room {
                let words = rest.prefix(room + 1).drop { $0 == " " }
                end = words.lastIndex(of: " ") ?? rest.index(rest.startIndex, offsetBy: room)
            }
            lines.append(before + rest[..<end])
            rest = rest[end...].drop { $0 == " " }
        }
        return lines
    }

    /// Where the program was started.
    package static var folder: String {
        var bytes = [CChar](repeating: 0, count: 4096)
        guard getcwd(&bytes, bytes.count) != nil else { return "." }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    package static func pause(_ span: Duration) {
        let (seconds, attoseconds) = span.components
        var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        var left = timespec()
        while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
    }
}
