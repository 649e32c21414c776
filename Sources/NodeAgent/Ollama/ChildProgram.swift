#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A program that was started from here and is ended from here, with all it started itself.
struct ChildProgram {
    struct CannotStart: Error {
        let reason: String
    }

    private let id: pid_t

    /// - Parameter log: a file that takes what it says; what stood there is gone.
    init(_ path: String, _ arguments: [String], log: String) throws(CannotStart) {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // A group of its own: a Ctrl-C is for the agent, which ends its child when nothing runs there any more.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, path, &actions, &attributes, &words, environ)
        guard code == 0 else { throw CannotStart(reason: String(cString: strerror(code))) }
        self.id = id
    }

    /// How it ended, for people; nil while it runs. Asked once more after that it has no answer.
    func ending() -> String? {
        var status: Int32 = 0
        switch waitpid(id, &status, WNOHANG) {
        case 0: return nil
        case id:
            let signal = status & 0x7F
            return signal == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(signal)"
        default: return errno == EINTR ? nil : "nobody knows how"
        }
    }

    func signal(_ number: Int32) { kill(-id, number) }

    // MARK: Where programs are

    /// In the folders of PATH, then in further ones.
    static func path(of name: String, path: String?, also further: [String]) -> String? {
        let folders = (path ?? "").split(separator: ":").map(String.init) + further
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 && isFile($0) }
    }

    private static func isFile(_ path: String) -> Bool {
        SystemFile.status(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }
}
