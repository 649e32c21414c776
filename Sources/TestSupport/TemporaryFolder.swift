#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder of the test's own, gone with it.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/herd-test-XXXXXX".utf8CString)
        struct CannotMake: Error {}
        guard mkdtemp(&template) != nil else { throw CannotMake() }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    package var names: [String] { Self.names(in: path) }

    package func bytes(of name: String) -> [UInt8] {
        guard let file = fopen(self(name), "rb") else { return [] }
        defer { fclose(file) }
        fseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: ftell(file))
        rewind(file)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    package func write(_ bytes: [UInt8], to name: String) {
        guard let file = fopen(self(name), "wb") else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    package func mode(of name: String) -> UInt32 {
        var status = stat()
        return stat(self(name), &status) == 0 ? UInt32(status.st_mode) & 0o777 : 0
    }

    package static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
