#if canImport(Darwin)
    @preconcurrency import Darwin
#else
    @preconcurrency import Glibc
#endif

/// The only file of this module that talks to the system: the environment, the home, and a file's bytes.
///
/// Plain calls instead of Foundation: reading the settings is most of what happens before the first request is served.
enum OperatingSystem {
    static let fileBytesMax = 1 << 20

    static func surroundings() -> Surroundings {
        let environment = environmentVariables()
        #if canImport(Darwin)
            let platform = Surroundings.Platform.macOS
        #else
            let platform = Surroundings.Platform.linux
        #endif
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? accountHome()
        return Surroundings(platform: platform, environment: environment, home: home)
    }

    /// The bytes of a file, nil if there is none.
    static func bytes(ofFile path: String) throws(FileFailure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileFailure(reason: reason(errno))
        }
        defer { close(descriptor) }
        return try bytes(of: descriptor)
    }

    private static func bytes(of descriptor: Int32) throws(FileFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure(reason: reason(errno)) }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= fileBytesMax else {
                throw FileFailure(reason: "larger than \(fileBytesMax) bytes: not a settings file")
            }
        }
    }

    private static func environmentVariables() -> [String: String] {
        // Optional on one platform and not on the other.
        var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        #if canImport(Darwin)
            next = _NSGetEnviron().pointee
        #else
            next = environ
        #endif
        var variables: [String: String] = [:]
        while let here = next, let line = here.pointee {
            let text = String(cString: line)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next = here + 1
        }
        return variables
    }

    private static func accountHome() -> String? {
        guard let account = getpwuid(getuid()), let folder = account.pointee.pw_dir else { return nil }
        return String(cString: folder)
    }

    private static func reason(_ code: Int32) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}
