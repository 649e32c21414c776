#if os(Linux)
    extension ListeningProcesses {
        private static let tableMax = 4 << 20

        /// The kernel lists the inode of each listening socket, and under each process the inodes it has open.
        static func find(_ ports: Set<Int>, roots: SystemRoots) -> Set<Int32> {
            let tables = ["tcp", "tcp6"].compactMap { SystemFile.text("\(roots.proc)/net/\($0)", max: tableMax) }
            let open = Set(tables.flatMap { sockets(in: $0, ports: ports) })
            if open.isEmpty { return [] }
            return OpenFiles(roots: roots, prefix: "socket:").holders(of: open).processes
        }

        /// Of the sockets in state LISTEN (0A) on one of the ports: what a descriptor of them is called.
        private static func sockets(in table: String, ports: Set<Int>) -> [String] {
            table.split(separator: "\n").dropFirst().compactMap { line in
                let columns = line.split(separator: " ", maxSplits: 10)
                guard columns.count > 9, columns[3] == "0A", let colon = columns[1].lastIndex(of: ":"),
                    let port = Int(columns[1][columns[1].index(after: colon)...], radix: 16), ports.contains(port)
                else { return nil }
                return "socket:[\(columns[9])]"
            }
        }
    }
#endif
