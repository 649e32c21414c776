#if os(macOS)
    import Darwin

    extension ListeningProcesses {
        private static let processesMax = 8192
        private static let filesMax = 4096

        static func find(_ ports: Set<Int>, roots: SystemRoots) -> Set<Int32> {
            var ids = [pid_t](repeating: 0, count: processesMax)
            let count = proc_listallpids(&ids, Int32(ids.count * MemoryLayout<pid_t>.stride))
            return Set(ids.prefix(max(Int(count), 0)).filter { $0 > 0 && listens($0, on: ports) })
        }

        private static func listens(_ id: pid_t, on ports: Set<Int>) -> Bool {
            var files = [proc_fdinfo](repeating: proc_fdinfo(), count: filesMax)
            let stride = MemoryLayout<proc_fdinfo>.stride
            let bytes = proc_pidinfo(id, PROC_PIDLISTFDS, 0, &files, Int32(files.count * stride))
            return files.prefix(max(Int(bytes), 0) / stride).contains { file in
                guard file.proc_fdtype == UInt32(PROX_FDTYPE_SOCKET) else { return false }
                return port(of: file.proc_fd, in: id).map(ports.contains) ?? false
            }
        }

        private static func port(of descriptor: Int32, in id: pid_t) -> Int? {
            var info = socket_fdinfo()
            let size = Int32(MemoryLayout<socket_fdinfo>.size)
            guard proc_pidfdinfo(id, descriptor, PROC_PIDFDSOCKETINFO, &info, size) == size,
                info.psi.soi_kind == Int32(SOCKINFO_TCP)
            else { return nil }
            let socket = info.psi.soi_proto.pri_tcp
            guard socket.tcpsi_state == Int32(TSI_S_LISTEN) else { return nil }
            return Int(UInt16(truncatingIfNeeded: socket.tcpsi_ini.insi_lport).byteSwapped)
        }
    }
#endif
