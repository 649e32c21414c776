#if os(Linux)
    extension CPULoad {
        private static let threadsMax = 256
        /// The kernel counts time for programs in hundredths of a second, on every architecture we run on.
        private static let ticksPerSecond = 100.0

        /// `cpu user nice system idle iowait irq softirq steal guest guest_nice`; a guest's time is in user's already.
        func machineTime() -> MachineTime? {
            guard let text = SystemFile.text(roots.proc + "/stat", max: 1024), text.hasPrefix("cpu ") else {
                return nil
            }
            let line = text.prefix { $0 != "\n" }
            let ticks = line.split(separator: " ").dropFirst().prefix(8).map { UInt64($0).map { Double($0) } }
            guard ticks.count >= 4, !ticks.contains(nil) else { return nil }
            let total = ticks.reduce(0) { $0 + ($1 ?? 0) }
            let idle = (ticks[3] ?? 0) + (ticks.count > 4 ? ticks[4] ?? 0 : 0)
            return MachineTime(busy: (total - idle) / Self.ticksPerSecond, total: total / Self.ticksPerSecond)
        }

        func processTime(_ id: Int32) -> ProcessTime? {
            guard let text = SystemFile.text("\(roots.proc)/\(id)/stat", max: 2048) else { return nil }
            // The program's name stands in parentheses and may contain anything, parentheses too.
            guard let close = text.utf8.lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = text[close...].split(separator: " ", maxSplits: 21).dropFirst()
            guard fields.count >= 20, let user = UInt64(fields[fields.startIndex + 11]),
                let system = UInt64(fields[fields.startIndex + 12]), let start = UInt64(fields[fields.startIndex + 19])
            else { return nil }
            let seconds = (Double(user) + Double(system)) / Self.ticksPerSecond
            return ProcessTime(process: ProcessKey(id: id, start: start), seconds: seconds)
        }

        /// Each thread lists the children that it started.
        func children(of id: Int32) -> [Int32] {
            let tasks = "\(roots.proc)/\(id)/task"
            let threads = (SystemFile.names(in: tasks) ?? []).prefix(Self.threadsMax)
            return threads.flatMap { thread in
                let list = SystemFile.text("\(tasks)/\(thread)/children", max: 4096) ?? ""
                return list.split(separator: " ").compactMap { Int32($0) }
            }
        }
    }
#endif
