#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file in which an operator keeps a secret of ours: one line, which nobody else on the machine should be able to read.
package struct SecretFile: Sendable {
    /// In words that say what to do. What is in the file is never among them.
    package struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// Shorter ones can be guessed.
    package static let lengthMin = 16
    private static let lengthMax = 256

    package let text: String
    package let isReadableByOthers: Bool

    /// - Parameter what: the secret's name, for people.
    package init(_ path: String, of what: String) throws(Fault) {
        // What is no file, a pipe for example, is not waited for.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = errno == ENOENT ? "is not there" : "cannot be read: \(String(cString: strerror(errno)))"
            throw Fault(description: "the \(what) file \(path) \(reason)")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Fault(description: "the \(what) file \(path) is no file")
        }
        isReadableByOthers = status.st_mode & (S_IRGRP | S_IROTH) != 0
        var buffer = [UInt8](repeating: 0, count: Self.lengthMax + 64)
        let count = read(descriptor, &buffer, buffer.count)
        let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        var bytes = buffer.prefix(max(count, 0)).drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        guard (Self.lengthMin...Self.lengthMax).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Fault(
                description:
                    "the \(what) file \(path) must hold \(Self.lengthMin) to \(Self.lengthMax) letters, digits or signs "
                    + "in one line, and nothing else. A good one: openssl rand -hex 32"
            )
        }
        text = String(decoding: bytes, as: UTF8.self)
    }
}
