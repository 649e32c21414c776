#if os(macOS)
    import Darwin
    import Fleet

    extension MemoryUse {
        private static let host = mach_host_self()

        func figures() -> Figures? {
            guard let total = Plausible.bytes(SystemValue.number("hw.memsize")) else { return nil }
            var figures = Figures(total: total)
            figures.pressure = ownWord()
            if let swap = SystemValue.swap() {
                figures.swapTotal = Plausible.bytes(unsigned: swap.xsu_total)
                figures.swapUsed = Plausible.bytes(unsigned: swap.xsu_used)
            }
            if let counts = counts(), let page = SystemValue.number("hw.pagesize").flatMap({ UInt64(exactly: $0) }) {
                // What Activity Monitor does not call used: free pages, caches of files, and what programs gave up.
                let pages = UInt64(counts.free_count) + UInt64(counts.external_page_count)
                figures.available = Plausible.bytes(unsigned: (pages + UInt64(counts.purgeable_count)) &* page)
                figures.swapped = (counts.swapins &+ counts.swapouts) &* page
            }
            return figures
        }

        private func ownWord() -> MemoryPressure? {
            switch SystemValue.number("kern.memorystatus_vm_pressure_level") {
            case 1: .normal
            case 2: .warning
            case 4: .critical
            default: nil
            }
        }

        private func counts() -> vm_statistics64? {
            var counts = vm_statistics64()
            var size = mach_msg_type_number_t(MemoryLayout<vm_statistics64>.stride / MemoryLayout<integer_t>.stride)
            let result = withUnsafeMutablePointer(to: &counts) { pointer in
                pointer.withMemoryRebound(to: integer_t.self, capacity: Int(size)) {
                    host_statistics64(Self.host, HOST_VM_INFO64, $0, &size)
                }
            }
            return result == KERN_SUCCESS ? counts : nil
        }
    }
#endif
