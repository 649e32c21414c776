#if os(Linux)
    import Glibc

    extension HardwareClass {
        /// PCs name the processor, boards and Apple's chips under Linux the machine.
        static func chip(_ roots: SystemRoots) -> (name: String?, fastProcessors: Int?) {
            let processor = SystemFile.text("\(roots.proc)/cpuinfo", max: 4096)?.split(separator: "\n").first {
                $0.hasPrefix("model name")
            }
            let name = processor?.split(separator: ":", maxSplits: 1).last.map { $0.drop { $0 == " " } }
            return (name.map(String.init) ?? SystemFile.text("\(roots.proc)/device-tree/model", max: 128), nil)
        }

        /// The list of those that are on: `0-7,9`.
        static func processors(_ roots: SystemRoots) -> Int? {
            guard let text = SystemFile.text("\(roots.sys)/devices/system/cpu/online", max: 1024) else { return nil }
            var count = 0
            for part in text.split(separator: ",") {
                let ends = part.split(separator: "-").map { Int($0) }
                guard let first = ends.first ?? nil, let last = ends.last ?? nil, (0...last).contains(first),
                    last < 65_536
                else { return nil }
                count += last - first + 1
            }
            return count > 0 ? count : nil
        }
    }
#endif
