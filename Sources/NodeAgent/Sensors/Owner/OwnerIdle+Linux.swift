#if os(Linux)
    import Fleet
    import Glibc

    extension OwnerIdle {
        private static let terminalsMax = 256

        /// The kernel notes when a program last read what was typed into a terminal. A graphical session has no such note:
        /// its compositor tells only its own clients.
        func idle(at wall: WallTime) -> Seconds? {
            let remote = SystemFile.names(in: "\(roots.dev)/pts") ?? []
            let local = SystemFile.names(in: roots.dev, withPrefix: "tty").filter {
                $0.count > 3 && $0.dropFirst(3).allSatisfy(\.isNumber)
            }
            let paths =
                remote.filter { $0 != "ptmx" }.map { "\(roots.dev)/pts/\($0)" } + local.map { "\(roots.dev)/\($0)" }
            let reads = paths.prefix(Self.terminalsMax).compactMap { typedAt($0) }
            return reads.max().map { Seconds(Double(wall.secondsSince1970) - $0) }
        }

        /// A terminal that nobody logged in at belongs to the system, and its time is that of the start.
        private func typedAt(_ path: String) -> Double? {
            guard let status = SystemFile.status(path), status.st_uid >= 1000 || path.contains("/pts/") else {
                return nil
            }
            return Double(status.st_atim.tv_sec)
        }
    }
#endif
