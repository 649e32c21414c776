#if os(macOS)
    import Darwin

    extension ProcessFigures {
        package static func residentBytes() -> Int? {
            var info = proc_taskinfo()
            let size = Int32(MemoryLayout<proc_taskinfo>.size)
            guard proc_pidinfo(getpid(), PROC_PIDTASKINFO, 0, &info, size) == size else { return nil }
            return Int(clamping: info.pti_resident_size)
        }

        static let openFilesLimit = RLIMIT_NOFILE

        package static func openFiles() -> Int? {
            // Asked without room, it answers with the size of the table, which is a little larger than what is in it.
            let size = proc_pidinfo(getpid(), PROC_PIDLISTFDS, 0, nil, 0)
            guard size > 0 else { return nil }
            let buffer = UnsafeMutableRawPointer.allocate(byteCount: Int(size), alignment: 8)
            defer { buffer.deallocate() }
            let filled = proc_pidinfo(getpid(), PROC_PIDLISTFDS, 0, buffer, size)
            return filled > 0 ? Int(filled) / MemoryLayout<proc_fdinfo>.stride : nil
        }

        package static func startTime() -> WallTime? {
            var info = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard proc_pidinfo(getpid(), PROC_PIDTBSDINFO, 0, &info, size) == size else { return nil }
            return WallTime(
                seconds: Int64(clamping: info.pbi_start_tvsec),
                nanoseconds: Int32(clamping: info.pbi_start_tvusec) * 1_000
            )
        }
    }
#endif
