package import Fleet

/// All that is known of the machine at one moment. Nil is unknown, everywhere.
package struct Snapshot: Sendable {
    package var cpu: CPUReading?
    package var memory: MemoryReading?
    package var gpus: [GPUReading]?
    /// The part of the graphics cards with the models that others use, 0…1.
    package var foreignGraphics: Double?
    package var heat: ThermalState?
    package var power: PowerReading?
    package var disk: DiskReading?
    package var camera: Bool?
    package var microphone: Bool?
    package var ownerPause: Bool?
    package var presentation: Bool?
    package var ownerIdle: Seconds?
    package var utcOffset: Int?
    package var hardware = HardwareClass()

    package init() {}

    /// The machine is as hot as its hottest part.
    package var thermal: ThermalState? {
        ([heat] + (gpus ?? []).map(\.thermal)).compactMap { $0 }.max()
    }

    /// A request is slowed down by whichever is used more.
    package var foreignLoad: Double? {
        [cpu?.foreign, foreignGraphics].compactMap { $0 }.max()
    }

    /// The causes that are known to hold, each with what the owner wants done. Nil if nothing is known of any.
    package func busy(_ policy: BusyPolicy) -> [BusyFlag]? {
        let causes: [(BusyFlag.Cause, Bool?)] = [
            (.camera, camera), (.microphone, microphone), (.presentation, presentation), (.owner, ownerPause),
        ]
        if causes.allSatisfy({ $0.1 == nil }) { return nil }
        return causes.filter { $0.1 == true }.map { BusyFlag(cause: $0.0, policy: policy[$0.0]) }
    }

    /// The machine slept since: how it is will be known when it was looked at again. What its owner does or wants holds until then,
    /// for in doubt the machine is theirs.
    package mutating func age() {
        (cpu, memory, gpus, foreignGraphics) = (nil, nil, nil, nil)
        (heat, power, disk, ownerIdle) = (nil, nil, nil, nil)
    }

    package func fill(_ heartbeat: inout Heartbeat, policy: BusyPolicy) {
        heartbeat.thermal = thermal
        heartbeat.pressure = memory?.pressure
        heartbeat.foreignLoad = foreignLoad
        heartbeat.busy = busy(policy)
        heartbeat.utcOffset = utcOffset
        heartbeat.machine = machine
    }

    /// Boards have long names.
    private static let chipMax = 60

    /// In steps, so that a file that grows is no news.
    private var machine: MachineReport {
        var report = MachineReport()
        report.chip = hardware.chip.map { String($0.filter { !String($0).hasControlCharacters }.prefix(Self.chipMax)) }
        report.processors = hardware.processors
        report.memory = memory?.total
        report.diskFree = disk.map { ByteCount($0.free.value & ~((1 << 30) - 1)) }
        report.isOnBattery = power?.source.map { $0 == .battery }
        report.charge = power?.charge.map { ($0 * 20).rounded() / 20 }
        return report
    }
}
