#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that holds one line which is nobody else's business, as it was found. What the line must be, and what is said where it is
/// not that, is for who wanted it.
package struct PrivateFile: Sendable {
    package enum Fault: Error, Equatable, Sendable {
        /// It is not there, or cannot be read, in words that follow the file's name.
        case unreadable(String)
        /// A folder, a pipe or a device: whatever else a path leads to may never end, or never begin.
        case noFile
    }

    private static let sizeMax = 16 << 10

    /// Without the blanks around it.
    package let text: String
    package let isReadableByOthers: Bool

    package init(_ path: String) throws(Fault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .unreadable(
                errno == ENOENT ? "is not there" : "cannot be read: \(String(cString: strerror(errno)))"
            )
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .noFile }
        isReadableByOthers = status.st_mode & (S_IRGRP | S_IROTH) != 0
        text = String(decoding: Self.trimmed(Self.bytes(from: descriptor)), as: UTF8.self)
    }

    private static func bytes(from descriptor: Int32) -> ArraySlice<UInt8> {
        var buffer = [UInt8](repeating: 0, count: sizeMax)
        var count = 0
        while count < buffer.count {
            let taken = buffer.withUnsafeMutableBytes { room in
                read(descriptor, room.baseAddress?.advanced(by: count), room.count - count)
            }
            if taken < 0, errno == EINTR { continue }
            if taken <= 0 { break }
            count += taken
        }
        return buffer[..<count]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        var rest = bytes.drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }
}
