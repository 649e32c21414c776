#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Who has what open, by the links under each process. Linux shows those of our own user, and to root all.
///
/// Only where a descriptor points is read; what a process is called never. It costs a few microseconds for each open file of
/// the whole machine, so whoever asks has first found a reason to.
struct OpenFiles {
    struct Holders {
        var processes: Set<Int32> = []
        /// A person's process did not let us look.
        var isPartial = false
    }

    private static let filesMax = 4096
    private static let targetBytesMax = 128
    /// Accounts below are the system's, and 65534 is nobody.
    private static let people: Range<uid_t> = 1000..<65534

    let roots: SystemRoots
    /// How the names begin that are looked for; most others are passed over by it.
    let prefix: String

    func holders(of names: Set<String>) -> Holders {
        var holders = Holders()
        for name in SystemFile.names(in: roots.proc) ?? [] {
            guard let id = Int32(name) else { continue }
            switch hasOpen(names, in: "\(roots.proc)/\(name)/fd") {
            case true?: holders.processes.insert(id)
            case false?: break
            case nil: holders.isPartial = holders.isPartial || isPerson("\(roots.proc)/\(name)")
            }
        }
        return holders
    }

    private func hasOpen(_ names: Set<String>, in folder: String) -> Bool? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        return withUnsafeTemporaryAllocation(byteCount: Self.targetBytesMax, alignment: 1) { target in
            var count = 0
            while count < Self.filesMax, let entry = readdir(stream) {
                count += 1
                let length = readLink(entry, in: dirfd(stream), into: target)
                guard length > 0, target[..<length].starts(with: prefix.utf8) else { continue }
                if names.contains(String(decoding: target[..<length], as: UTF8.self)) { return true }
            }
            return false
        }
    }

    private func readLink(
        _ entry: UnsafeMutablePointer<dirent>,
        in folder: Int32,
        into target: UnsafeMutableRawBufferPointer
    ) -> Int {
        withUnsafeBytes(of: &entry.pointee.d_name) { name in
            guard let name = name.bindMemory(to: CChar.self).baseAddress,
                let start = target.bindMemory(to: CChar.self).baseAddress
            else { return -1 }
            return readlinkat(folder, name, start, target.count)
        }
    }

    private func isPerson(_ process: String) -> Bool {
        SystemFile.status(process).map { Self.people.contains($0.st_uid) } ?? false
    }
}
