import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes each line to a file descriptor with one `write(2)`, at once: what was logged before a crash is there after it.
///
/// The lock keeps lines whole where the system does not promise it: a pipe takes more than its atomic size in pieces. Whoever
/// reads our standard error slowly slows us down, a reader that went away or is full loses lines; the program goes on, and a line
/// that was cut off so is ended before the next.
package final class DescriptorSink: LogSink {
    package static let standardError = DescriptorSink(descriptor: 2)

    private let descriptor: Int32
    private let isCut = Mutex(false)

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package func write(_ line: [UInt8]) {
        isCut.withLock { isCut in
            let text = isCut ? [UInt8(ascii: "\n")] + line : line
            let written = writeAll(text)
            isCut = written == 0 ? isCut : written < text.count
        }
    }

    /// How much of it went out before the descriptor took no more.
    private func writeAll(_ text: [UInt8]) -> Int {
        text.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                let count = systemWrite(descriptor, rest.baseAddress, rest.count)
                if count > 0 { written += count } else if errno != EINTR { break }
            }
            return written
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
        Darwin.write(descriptor, bytes, count)
    #else
        Glibc.write(descriptor, bytes, count)
    #endif
}
