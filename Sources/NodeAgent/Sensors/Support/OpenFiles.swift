#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Who has what open, by the links under each process. Linux shows those of our own user, and to root all.
///
/// Only where a descriptor points is read; what a process is called never.
struct OpenFiles {
    struct Holders {
        var processes: Set<Int32> = []
        /// A person's process did not let us look.
        var isPartial = false
    }

    private static let filesMax = 4096
    /// Accounts below are the system's, and 65534 is nobody.
    private static let people: Range<uid_t> = 1000..<65534

    let roots: SystemRoots

    func holders(of isWanted: (String) -> Bool) -> Holders {
        var holders = Holders()
        for name in SystemFile.names(in: roots.proc) ?? [] {
            guard let id = Int32(name) else { continue }
            let folder = "\(roots.proc)/\(name)/fd"
            guard let files = SystemFile.names(in: folder) else {
                holders.isPartial = holders.isPartial || isPerson("\(roots.proc)/\(name)")
                continue
            }
            let isHolder = files.prefix(Self.filesMax).contains { file in
                SystemFile.target(of: "\(folder)/\(file)").map(isWanted) ?? false
            }
            if isHolder { holders.processes.insert(id) }
        }
        return holders
    }

    private func isPerson(_ process: String) -> Bool {
        SystemFile.status(process).map { Self.people.contains($0.st_uid) } ?? false
    }
}
