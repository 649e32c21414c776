#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder in which one running program keeps its files, locked against a second one.
///
/// Two would undo each other's work a second later: each writes what it alone has learned. The lock belongs to the open file, so
/// the system takes it back however the program ends. A folder that cannot be made, or a file system that knows no locks,
/// is no reason to stop: the database will say what it cannot do.
package final class DataFolder: Sendable {
    /// Another program has it.
    package struct Taken: Error, Equatable, Sendable, CustomStringConvertible {
        package let path: String
        package let process: Int?

        package var description: String {
            let owner = process.map { "another program (process \($0))" } ?? "another program"
            return "the data folder \(path) is in use by \(owner): end that one, or choose another with --data-dir"
        }
    }

    package let path: String
    private let lock: Int32?

    private static let lockName = "lock"

    package init(_ path: String) throws(Taken) {
        self.path = path
        _ = Self.make(path)
        let lock = open("\(path)/\(Self.lockName)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if lock >= 0, flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            let process = Self.process(Self.read(lock))
            close(lock)
            throw Taken(path: path, process: process)
        }
        self.lock = lock >= 0 ? lock : nil
        if lock >= 0 { Self.write("\(getpid())\n", to: lock) }
    }

    deinit {
        if let lock { close(lock) }
    }

    /// Says where the program that has the folder can be asked.
    package func announce(_ address: String) {
        guard let lock else { return }
        Self.write("\(getpid())\n\(address)\n", to: lock)
    }

    /// The process that has the folder, if one has.
    package static func holder(of path: String) -> Int? { lines(of: path).flatMap { Self.process($0) } }

    /// Where the program that has the folder can be asked, if one has and has said so.
    package static func address(of path: String) -> String? {
        lines(of: path).flatMap { $0.count > 1 ? $0[1] : nil }
    }

    /// What the program that has the folder says of itself.
    private static func lines(of path: String) -> [String]? {
        let lock = open("\(path)/\(Self.lockName)", O_RDWR | O_CLOEXEC)
        guard lock >= 0 else { return nil }
        defer { close(lock) }
        // Taken for this moment, shared, to find out.
        guard flock(lock, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return Self.read(lock)
    }

    package func callAsFunction(_ file: String) -> String { "\(path)/\(file)" }

    /// With the folders above it, for the owner alone: what is kept tells who asked for what, and when. The system's reason
    /// where that cannot be done.
    package static func make(_ path: String) -> Int32? {
        let ends = path.indices.filter { path[$0] == "/" && $0 > path.startIndex } + [path.endIndex]
        for end in ends where mkdir(String(path[..<end]), 0o700) != 0 && errno != EEXIST {
            let code = errno
            // A folder above that we may pass but not write to says EACCES or EROFS, and may well be there.
            if access(String(path[..<end]), F_OK) != 0 { return code }
        }
        return nil
    }

    // MARK: Who has it, for people

    private static func write(_ text: String, to lock: Int32) {
        let text = Array(text.utf8)
        if ftruncate(lock, 0) == 0 { _ = pwrite(lock, text, text.count, 0) }
    }

    private static func read(_ lock: Int32) -> [String] {
        var text = [UInt8](repeating: 0, count: 512)
        let count = pread(lock, &text, text.count, 0)
        return String(decoding: text.prefix(max(count, 0)), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func process(_ lines: [String]) -> Int? { lines.first.flatMap { Int($0) } }
}
