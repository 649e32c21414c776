#if os(macOS)
    import Fleet
    import Foundation
    import IOKit

    extension GPUs {
        mutating func readings(at moment: Moment) -> [GPUReading]? {
            guard let memory = SystemValue.number("hw.memsize"), SystemValue.number("hw.optional.arm64") == 1 else {
                return nil
            }
            var reading = GPUReading(.apple)
            reading.name = SystemValue.text("machdep.cpu.brand_string")
            reading.isUnified = true
            reading.memoryTotal = Plausible.bytes(
                AppleMemory.graphicsMax(of: memory, wiredLimit: SystemValue.number("iogpu.wired_limit_mb"))
            )
            reading.use = use()
            return [reading]
        }

        /// What Activity Monitor shows, from the driver's entry in the registry. The names in it are not promised by Apple:
        /// if they go, the use is unknown.
        private func use() -> Double? {
            let service = IOServiceGetMatchingService(kIOMainPortDefault, IOServiceMatching("IOAccelerator"))
            guard service != 0 else { return nil }
            defer { IOObjectRelease(service) }
            let entry = IORegistryEntryCreateCFProperty(
                service,
                "PerformanceStatistics" as CFString,
                nil,
                0
            )
            let statistics = entry?.takeRetainedValue() as? [String: Any]
            return Plausible.share(percent: (statistics?["Device Utilization %"] as? NSNumber)?.intValue)
        }
    }
#endif
