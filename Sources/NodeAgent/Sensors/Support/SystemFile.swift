#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The small files in which a kernel tells about itself: read whole, never more than a bound, and nil if they are not there.
enum SystemFile {
    static let bytesMax = 64 * 1024
    static let namesMax = 32_768

    /// The text without blanks and zero bytes around it. A pipe or a device in the place of a file does not block.
    static func text(_ path: String, max: Int = bytesMax) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(byteCount: max, alignment: 1) { buffer in
            var filled = 0
            while filled < max {
                let count = read(descriptor, buffer.baseAddress! + filled, max - filled)
                if count < 0 { return nil }
                if count == 0 { break }
                filled += count
            }
            return trimmed(UnsafeRawBufferPointer(buffer)[..<filled])
        }
    }

    static func number(_ path: String) -> Int? { text(path, max: 64).flatMap { Int($0) } }

    /// What lies in the folder, in no order; nil if it cannot be listed.
    static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while names.count < namesMax, let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    static func names(in folder: String, withPrefix prefix: String) -> [String] {
        (names(in: folder) ?? []).filter { $0.hasPrefix(prefix) }.sorted()
    }

    /// Where a link points.
    static func target(of link: String) -> String? {
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { buffer in
            let count = readlink(link, buffer.baseAddress!, buffer.count)
            return count > 0 ? String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self) : nil
        }
    }

    static func status(_ path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isBlank = { (byte: UInt8) in byte <= UInt8(ascii: " ") }
        let rest = bytes.drop(while: isBlank)
        let end = rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.startIndex
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
