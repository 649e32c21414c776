#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What is said to the person at the terminal.
enum Terminal {
    static func complain(_ text: String) {
        let line = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
        _ = write(2, line, line.count)
    }
}

extension Terminal {
    static func say(_ text: String) {
        print(text)
        fflush(nil)
    }
}
