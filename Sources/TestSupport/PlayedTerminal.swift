#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A terminal at which the test is the person: what they type, what they see, how large its window is, and whether a program
/// leaves it as it was.
package final class PlayedTerminal: Sendable {
    package struct CannotOpen: Error {
        package var code: Int32
    }

    /// The person's end and the program's.
    private let near: Int32
    let far: Int32

    package init(width: Int, height: Int) throws {
        var ends: (near: Int32, far: Int32) = (-1, -1)
        var size = Self.size(width, height)
        guard openpty(&ends.near, &ends.far, nil, nil, &size) == 0 else { throw CannotOpen(code: errno) }
        (near, far) = ends
        for end in [near, far] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    deinit {
        close(near)
        close(far)
    }

    package func resize(width: Int, height: Int) {
        var size = Self.size(width, height)
        _ = ioctl(near, UInt(TIOCSWINSZ), &size)
    }

    private static func size(_ width: Int, _ height: Int) -> winsize {
        winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
    }

    /// What programs have asked of it: whether it waits for whole lines, echoes what is typed, and turns keys into signals.
    package var manners: UInt {
        var settings = termios()
        tcgetattr(far, &settings)
        return UInt(settings.c_lflag)
    }

    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(near, bytes, bytes.count)
    }

    /// What is seen until the text has come; a test that waits in vain is ended from outside.
    package func read(until text: String) async -> String {
        await RunningProgram.onThread {
            var seen: [UInt8] = []
            var byte: UInt8 = 0
            while !seen.ends(with: text), RunningProgram.readOne(self.near, &byte) { seen.append(byte) }
            return String(decoding: seen, as: UTF8.self)
        }
    }
}

extension [UInt8] {
    fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
