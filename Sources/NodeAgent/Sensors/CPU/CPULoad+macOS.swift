#if os(macOS)
    import Darwin

    extension CPULoad {
        private static let host = mach_host_self()

        func machineTime() -> MachineTime? {
            var load = host_cpu_load_info()
            var count = mach_msg_type_number_t(
                MemoryLayout<host_cpu_load_info>.stride / MemoryLayout<integer_t>.stride
            )
            let result = withUnsafeMutablePointer(to: &load) { pointer in
                pointer.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                    host_statistics(Self.host, HOST_CPU_LOAD_INFO, $0, &count)
                }
            }
            guard result == KERN_SUCCESS else { return nil }
            let (user, system, idle, nice) = load.cpu_ticks
            let busy = Double(user) + Double(system) + Double(nice)
            return MachineTime(busy: busy / 100, total: (busy + Double(idle)) / 100)
        }

        /// Other users' processes are not told to a program without special rights.
        func processTime(_ id: Int32) -> ProcessTime? {
            var info = proc_taskallinfo()
            let size = Int32(MemoryLayout<proc_taskallinfo>.size)
            guard proc_pidinfo(id, PROC_PIDTASKALLINFO, 0, &info, size) == size else { return nil }
            var base = mach_timebase_info_data_t()
            guard mach_timebase_info(&base) == KERN_SUCCESS, base.denom > 0 else { return nil }
            let units = Double(info.ptinfo.pti_total_user) + Double(info.ptinfo.pti_total_system)
            let start = info.pbsd.pbi_start_tvsec &* 1_000_000 &+ info.pbsd.pbi_start_tvusec
            return ProcessTime(
                process: ProcessKey(id: id, start: start),
                seconds: units * Double(base.numer) / Double(base.denom) / 1e9
            )
        }

        func children(of id: Int32) -> [Int32] {
            var ids = [pid_t](repeating: 0, count: Self.processesMax)
            let count = proc_listchildpids(id, &ids, Int32(ids.count * MemoryLayout<pid_t>.stride))
            return count > 0 ? ids.prefix(Int(count)).filter { $0 > 0 } : []
        }
    }
#endif
