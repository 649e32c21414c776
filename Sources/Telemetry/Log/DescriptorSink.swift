import Synchronization

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Writes each line to a file descriptor with one `write(2)`, at once: what was logged before a crash is there after it.
///
/// The lock keeps lines whole where the system does not promise it: a pipe takes more than its atomic size in pieces. Whoever
/// reads our standard error slowly slows us down, a reader that went away or is full loses lines; the program goes on.
package final class DescriptorSink: LogSink {
    package static let standardError = DescriptorSink(descriptor: 2)

    private let descriptor: Int32
    private let turn = Mutex(())

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    package func write(_ line: [UInt8]) {
        turn.withLock { _ in
            line.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let slice = UnsafeRawBufferPointer(rebasing: rest)
                    let count = systemWrite(descriptor, slice.baseAddress, slice.count)
                    if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
                }
            }
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
