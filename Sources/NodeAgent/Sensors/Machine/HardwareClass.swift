package import Fleet

/// What kind of machine this is: enough to guess how fast it is before it was used. It does not change while we run.
package struct HardwareClass: Equatable, Sendable {
    /// `Apple M2 Max`, `AMD Ryzen 9 7950X 16-Core Processor`, `Raspberry Pi 5 Model B Rev 1.0`.
    package var chip: String?
    /// Processors, as the system counts them.
    package var processors: Int?
    /// Of the main memory, by a table; where that knows nothing, measure with `MemoryBandwidth`.
    package var memoryBandwidth: BytesPerSecond?

    package static func read(roots: SystemRoots = .machine) -> HardwareClass {
        var hardware = HardwareClass()
        let (chip, fastProcessors) = chip(roots)
        hardware.chip = chip.flatMap { $0.isEmpty ? nil : String($0.prefix(128)) }
        hardware.processors = processors(roots)
        hardware.memoryBandwidth = chip.flatMap { AppleMemory.bandwidth(of: $0, fastProcessors: fastProcessors) }
        return hardware
    }
}
