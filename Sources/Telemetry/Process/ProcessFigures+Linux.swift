#if os(Linux)
    import Glibc

    extension ProcessFigures {
        package static func residentBytes() -> Int? {
            let pages = text(of: "/proc/self/statm")?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
        }

        /// The kernel tells the number as the folder's size since 6.2; before, each has to be listed.
        package static func openFiles() -> Int? {
            var status = stat()
            if stat("/proc/self/fd", &status) == 0 && status.st_size > 0 { return Int(status.st_size) }
            return listedFiles()
        }

        static let openFilesLimit = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

        static func listedFiles() -> Int? {
            guard let folder = opendir("/proc/self/fd") else { return nil }
            defer { closedir(folder) }
            // "." and "..", and the descriptor of the listing itself.
            var count = -3
            while readdir(folder) != nil { count += 1 }
            return count
        }

        package static func startTime() -> WallTime? {
            // The program's name stands in parentheses and may contain anything, blanks too.
            guard let stat = text(of: "/proc/self/stat"), let close = stat.lastIndex(of: ")"),
                let ticks = stat[close...].split(separator: " ").dropFirst(20).first.flatMap({ Int64($0) }),
                let booted = bootSeconds()
            else { return nil }
            let rate = Int64(sysconf(Int32(_SC_CLK_TCK)))
            return WallTime(seconds: booted + ticks / rate, nanoseconds: Int32(ticks % rate * 1_000_000_000 / rate))
        }

        private static func bootSeconds() -> Int64? {
            let line = text(of: "/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            return line.flatMap { Int64($0.dropFirst(6)) }
        }

        private static func text(of path: String) -> String? {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(descriptor, &chunk, chunk.count)
                guard count > 0 else { break }
                bytes += chunk[..<count]
            }
            return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
        }
    }
#endif
