#if os(Linux)
    import Glibc

    extension PortOwner {
        /// The kernel lists the inode of each listening socket, and under each process the inodes it has open; those of
        /// other users can be seen by root only.
        static func process(listeningOn port: Int) -> (name: String, id: Int)? {
            let inodes = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners(in: lines($0), port: port) })
            if inodes.isEmpty { return nil }
            let wanted = Set(inodes.map { "socket:[\($0)]" })
            for entry in names(in: "/proc") {
                guard let id = Int(entry) else { continue }
                let open = names(in: "/proc/\(id)/fd").lazy.compactMap { target(of: "/proc/\(id)/fd/\($0)") }
                if open.contains(where: wanted.contains) {
                    return (lines("/proc/\(id)/comm").first ?? "a program", id)
                }
            }
            return nil
        }

        /// The inodes of the sockets in state LISTEN (0A) on the port.
        static func listeners(in table: [String], port: Int) -> [String] {
            table.dropFirst().compactMap { line in
                let columns = line.split(separator: " ")
                guard columns.count > 9, columns[3] == "0A", let colon = columns[1].lastIndex(of: ":") else {
                    return nil
                }
                let found = Int(columns[1][columns[1].index(after: colon)...], radix: 16)
                return found == port ? String(columns[9]) : nil
            }
        }

        private static func lines(_ path: String) -> [String] {
            guard let file = fopen(path, "r") else { return [] }
            defer { fclose(file) }
            var text: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 16 * 1024)
            while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { text += buffer[..<count] }
            return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        }

        private static func names(in folder: String) -> [String] {
            guard let stream = opendir(folder) else { return [] }
            defer { closedir(stream) }
            var names: [String] = []
            while let entry = readdir(stream) {
                names.append(
                    withUnsafeBytes(of: &entry.pointee.d_name) {
                        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                    }
                )
            }
            return names
        }

        private static func target(of link: String) -> String? {
            var buffer = [UInt8](repeating: 0, count: 128)
            let count = buffer.withUnsafeMutableBytes { readlink(link, $0.baseAddress!, $0.count) }
            return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }
#endif
