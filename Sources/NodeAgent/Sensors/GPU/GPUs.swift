import Fleet

/// All graphics processors of the machine. An empty list says that there are none; nil that it cannot be known.
package struct GPUs: Sensor {
    let roots: SystemRoots
    /// The inference servers' processes with their children.
    package var ours: Set<Int32> = []
    var nvidia: NvidiaGPUs
    /// Seconds asleep in total, of those that count only that.
    var idleTimes: [String: (seconds: Double, at: Instant)] = [:]
    private var states: [String: ThermalState] = [:]

    package init(roots: SystemRoots = .machine, nvidiaLibrary: String = "libnvidia-ml.so.1") {
        self.init(roots: roots, nvidia: NvidiaGPUs(roots: roots) { NVML(library: nvidiaLibrary) })
    }

    init(roots: SystemRoots, nvidia: NvidiaGPUs) {
        self.roots = roots
        self.nvidia = nvidia
    }

    package mutating func sample(at moment: Moment) -> [GPUReading]? {
        guard var readings = readings(at: moment) else { return nil }
        for index in readings.indices { judge(&readings[index]) }
        return readings
    }

    /// By the limits that the driver names, and by what it says of slowing down for heat.
    private mutating func judge(_ reading: inout GPUReading) {
        let key = reading.bus ?? "\(reading.maker)"
        var state: ThermalState? = reading.isAsleep ? .nominal : nil
        if let limits = reading.limits, let temperature = reading.temperature {
            state = limits.state(at: temperature, last: states[key])
        }
        if let throttle = reading.throttle {
            state = max(state ?? .nominal, throttle.contains(.heat) ? .serious : .nominal)
        }
        reading.thermal = state
        states[key] = state
    }
}
