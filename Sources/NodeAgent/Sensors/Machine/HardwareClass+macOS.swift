#if os(macOS)
    import Darwin

    extension HardwareClass {
        static func chip(_ roots: SystemRoots) -> (name: String?, fastProcessors: Int?) {
            (SystemValue.text("machdep.cpu.brand_string"), SystemValue.number("hw.perflevel0.physicalcpu"))
        }

        static func processors(_ roots: SystemRoots) -> Int? { SystemValue.number("hw.logicalcpu") }
    }

    /// One of the kernel's named values.
    enum SystemValue {
        /// Numbers are of four or of eight bytes.
        static func number(_ name: String) -> Int? {
            var number: Int64 = 0
            var size = MemoryLayout<Int64>.size
            guard sysctlbyname(name, &number, &size, nil, 0) == 0 else { return nil }
            return size == 4 ? Int(Int32(truncatingIfNeeded: number)) : size == 8 ? Int(number) : nil
        }

        static func text(_ name: String) -> String? {
            var bytes = [UInt8](repeating: 0, count: 256)
            var size = bytes.count
            guard sysctlbyname(name, &bytes, &size, nil, 0) == 0 else { return nil }
            return String(decoding: bytes.prefix(size).prefix { $0 != 0 }, as: UTF8.self)
        }

        static func swap() -> xsw_usage? {
            var usage = xsw_usage()
            var size = MemoryLayout<xsw_usage>.size
            guard sysctlbyname("vm.swapusage", &usage, &size, nil, 0) == 0 else { return nil }
            return usage
        }
    }
#endif
