#if os(Linux)
    import Fleet
    import Glibc

    extension MemoryUse {
        func figures() -> Figures? {
            guard let table = NamedNumbers("\(roots.proc)/meminfo"),
                let total = Plausible.bytes(table["MemTotal"], times: 1024)
            else { return nil }
            var figures = Figures(total: total)
            figures.available = available(table)
            figures.swapTotal = Plausible.bytes(table["SwapTotal"], times: 1024)
            if let whole = figures.swapTotal, let free = Plausible.bytes(table["SwapFree"], times: 1024), free <= whole
            {
                figures.swapUsed = whole - free
            }
            figures.swapped = swapped()
            figures.stall = stall()
            limit(&figures)
            return figures
        }

        /// Kernels before 3.14 do not estimate it.
        private func available(_ table: NamedNumbers) -> ByteCount? {
            if let known = table["MemAvailable"] { return Plausible.bytes(known, times: 1024) }
            let parts = ["MemFree", "Buffers", "Cached"].map { Plausible.bytes(table[$0], times: 1024) }
            return parts.contains(nil) ? nil : parts.reduce(.zero) { $0 + ($1 ?? .zero) }
        }

        private func swapped() -> UInt64? {
            guard let table = NamedNumbers("\(roots.proc)/vmstat"), let pagesIn = table["pswpin"],
                let pagesOut = table["pswpout"], pagesIn >= 0, pagesOut >= 0
            else { return nil }
            return (UInt64(pagesIn) &+ UInt64(pagesOut)) &* UInt64(sysconf(Int32(_SC_PAGESIZE)))
        }

        /// `some avg10=0.00 avg60=0.00 avg300=0.00 total=0`, then the same for `full`. Absent where the kernel does not count.
        private func stall() -> MemoryStall? {
            guard let text = SystemFile.text("\(roots.proc)/pressure/memory", max: 512) else { return nil }
            let lines = text.split(separator: "\n")
            guard let some = average(lines, "some "), let full = average(lines, "full ") else { return nil }
            return MemoryStall(some: some, full: full)
        }

        private func average(_ lines: [Substring], _ kind: String) -> Double? {
            let fields = lines.first { $0.hasPrefix(kind) }?.split(separator: " ")
            let value = fields?.first { $0.hasPrefix("avg10=") }.flatMap { Double($0.dropFirst(6)) }
            return value.flatMap { (0...100).contains($0) ? $0 / 100 : nil }
        }

        /// Only inside a container does the file lie there; `max` means no limit.
        private func limit(_ figures: inout Figures) {
            let group = "\(roots.sys)/fs/cgroup"
            guard let limit = Plausible.bytes(SystemFile.number("\(group)/memory.max")), limit < figures.total else {
                return
            }
            figures.total = limit
            guard let used = Plausible.bytes(SystemFile.number("\(group)/memory.current")) else { return }
            let cache = NamedNumbers("\(group)/memory.stat")?["inactive_file"]
            let free = max(limit - used, .zero) + (Plausible.bytes(cache) ?? .zero)
            figures.available = min(figures.available ?? free, free)
        }
    }
#endif
