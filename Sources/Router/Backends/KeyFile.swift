package import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file an operator keeps a key in, a backend's or their own: one line, which nobody else on the machine should be able to read.
package struct KeyFile {
    /// In words that say what to do. What is in the file is never among them.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Whose key it is, for people.
    package enum Purpose: String, Sendable {
        case backend = "the backend's key"
        case orders = "the operator's key"

        var setting: String { self == .backend ? "key-file" : "operator-key-file" }
    }

    private static let sizeMax = 16 << 10

    package let credential: Credential
    package let isReadableByOthers: Bool

    /// - Parameter path: `~` in front is the user's home.
    package init(_ path: String, as form: Credential.Form, for purpose: Purpose) throws(Fault) {
        let path = Self.expanded(path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "is not there" : "cannot be read: \(String(cString: strerror(errno)))"
            throw Fault(
                description:
                    "the key file \(path) \(reason). Put \(purpose.rawValue) into it, readable for this user only "
                    + "(chmod 600), or leave \(purpose.setting) out"
            )
        }
        defer { close(descriptor) }
        var status = stat()
        // Whatever else a path leads to may never end, or never begin.
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Fault(
                description: "the key file \(path) is no file: name one that holds \(purpose.rawValue) in one line"
            )
        }
        isReadableByOthers = status.st_mode & (S_IRGRP | S_IROTH) != 0
        let key = Self.trimmed(Self.bytes(from: descriptor))
        guard let credential = Credential(String(decoding: key, as: UTF8.self), as: form) else {
            throw Fault(description: "the key file \(path) must hold \(purpose.rawValue) in one line, and nothing else")
        }
        self.credential = credential
    }

    package static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
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
