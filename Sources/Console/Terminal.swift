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

    package static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
