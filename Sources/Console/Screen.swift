#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The whole terminal for a picture that is drawn anew in place. What stood there before comes back at the end.
///
/// While it lasts, keys are read one by one and not shown, and Ctrl-C is a key like others, so that the terminal is always given
/// back as it was.
package final class Screen {
    private static let slice = Duration.milliseconds(200)

    private let former: termios
    /// Of the terminal when the last picture was drawn.
    private var drawnSize = (width: 0, height: 0)

    /// There is a terminal to draw on and to read keys from.
    package static var isPossible: Bool { Terminal.size != nil && isatty(0) == 1 }

    /// Signals have to be held by then. Nil where there is no terminal.
    package init?() {
        var settings = termios()
        guard Self.isPossible, tcgetattr(0, &settings) == 0 else { return nil }
        former = settings
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(0, TCSANOW, &settings)
        // Another page, without a cursor, on which what is too long is cut off.
        Terminal.say("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l", terminator: "")
    }

    /// - Parameter lines: as many as fit, without what would steer a terminal.
    package func draw(_ lines: [String]) {
        drawnSize = Terminal.size ?? drawnSize
        // Each line ends with what clears the rest of it, so nothing flickers.
        Terminal.say("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J", terminator: "")
    }

    /// Waits; ends early for a terminal that has another size now, and when somebody wants it to end: with q, Escape, Ctrl-C or a
    /// signal.
    package func isEnded(within span: Duration) -> Bool {
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: span)
        while clock.now < end {
            let rest = min(clock.now.duration(to: end), Self.slice)
            if let key = key(within: rest), [UInt8(ascii: "q"), UInt8(ascii: "Q"), 0x1B, 0x03, 0x04].contains(key) {
                return true
            }
            if Signals.hasCome { return true }
            if let size = Terminal.size, size != drawnSize { return false }
        }
        return false
    }

    private func key(within span: Duration) -> UInt8? {
        var wait = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: span.components.attoseconds / 1_000_000_000_000_000)
        guard poll(&wait, 1, max(milliseconds, 1)) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(0, &bytes, bytes.count)
        // The terminal is gone.
        if count <= 0 { return 0x04 }
        // An arrow begins as Escape does, and goes on.
        return count > 1 && bytes[0] == 0x1B ? nil : bytes[0]
    }

    package func end() {
        var settings = former
        Terminal.say("\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l", terminator: "")
        tcsetattr(0, TCSANOW, &settings)
    }
}
