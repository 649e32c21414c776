import Fleet

/// NVIDIA's cards. Asking a card that sleeps would wake it, and holding the library open keeps it awake: a laptop's would
/// empty the battery for our curiosity. Such a card is asked only while somebody else has it awake, seldom, and let go at once.
struct NvidiaGPUs {
    static let restBetweenLooks: Seconds = 30

    private enum Library {
        case unknown
        case absent(Instant)
        case present(NVML)
    }

    let roots: SystemRoots
    private let load: () -> NVML?
    private var library = Library.unknown
    private var isOpen = false
    private var last: (readings: [GPUReading], at: Instant)?
    private var seen: [String: UInt64] = [:]
    private var fixed: [String: Fixed] = [:]

    /// What does not change while the driver is loaded.
    private struct Fixed {
        var name: String?
        var bus: String?
        var limits: HeatLimits?
        var bandwidth: BytesPerSecond?
    }

    init(roots: SystemRoots, load: @escaping () -> NVML?) {
        self.roots = roots
        self.load = load
    }

    /// Nil where the library or its driver does not work.
    mutating func sample(ours: Set<Int32>, at now: Instant) -> [GPUReading]? {
        let cards = sleepers()
        if !cards.isEmpty, cards.allSatisfy(\.isAsleep) { return asleep(cards, at: now) }
        let isGuest = !cards.isEmpty
        if isGuest, let last, now - last.at < Self.restBetweenLooks { return last.readings }
        guard let library = opened(at: now) else { return nil }
        let readings = library.devices.enumerated().map { reading(library, $1, "\($0)", ours) }
        if isGuest { close(library) }
        last = (readings, now)
        return readings.isEmpty ? nil : readings
    }

    /// The library is looked for again once a minute: drivers are updated, and a card in a box is plugged in.
    private mutating func opened(at now: Instant) -> NVML? {
        if case .absent(let at) = library, now - at < 60 { return nil }
        if case .present = library {} else { library = load().map(Library.present) ?? .absent(now) }
        guard case .present(let nvml) = library else { return nil }
        if !isOpen { isOpen = nvml.start() }
        if !isOpen { library = .absent(now) }
        return isOpen ? nvml : nil
    }

    private mutating func close(_ library: NVML) {
        library.stop()
        isOpen = false
    }

    private mutating func reading(
        _ library: NVML,
        _ device: NVML.Device,
        _ key: String,
        _ ours: Set<Int32>
    ) -> GPUReading {
        let known = fixed[key] ?? look(library, device)
        fixed[key] = known
        var reading = GPUReading(.nvidia)
        reading.name = known.name
        reading.bus = known.bus
        reading.bandwidth = known.bandwidth
        reading.limits = known.limits
        let memory = library.memory(of: device)
        reading.memoryTotal = memory?.total
        reading.memoryFree = memory?.free
        reading.use = library.use(of: device)
        reading.ownUse = ownUse(library, device, key, ours, of: reading.use)
        reading.temperature = library.temperature(of: device)
        reading.throttle = library.throttle(of: device)
        return reading
    }

    private func look(_ library: NVML, _ device: NVML.Device) -> Fixed {
        Fixed(
            name: library.name(of: device),
            bus: library.bus(of: device),
            limits: library.limits(of: device),
            bandwidth: library.bandwidth(of: device)
        )
    }

    /// In a container the driver's process numbers are not ours: a list without any of our processes proves nothing.
    private mutating func ownUse(
        _ library: NVML,
        _ device: NVML.Device,
        _ key: String,
        _ ours: Set<Int32>,
        of use: Double?
    ) -> Double? {
        guard let use, let shares = library.uses(of: device, since: seen[key] ?? 0) else { return nil }
        seen[key] = shares.until
        let own = shares.byProcess.filter { ours.contains($0.key) }
        return own.isEmpty ? nil : min(own.values.reduce(0, +), use)
    }

    private struct Sleeper {
        var bus: String
        var isAsleep: Bool
    }

    /// The cards that the kernel may switch off when nobody uses them.
    private func sleepers() -> [Sleeper] {
        let folder = "\(roots.sys)/bus/pci/drivers/nvidia"
        return (SystemFile.names(in: folder) ?? []).filter { $0.contains(":") }.sorted().compactMap { bus in
            guard SystemFile.text("\(folder)/\(bus)/power/control", max: 64) == "auto" else { return nil }
            let status = SystemFile.text("\(folder)/\(bus)/power/runtime_status", max: 64)
            return Sleeper(bus: bus, isAsleep: status == "suspended")
        }
    }

    private mutating func asleep(_ cards: [Sleeper], at now: Instant) -> [GPUReading] {
        if isOpen, case .present(let library) = library { close(library) }
        return cards.map { card in
            var reading = last?.readings.first { $0.bus == card.bus } ?? GPUReading(.nvidia)
            reading.bus = card.bus
            reading.isAsleep = true
            (reading.use, reading.ownUse) = (0, nil)
            // Nobody has anything in it, or it would be awake.
            reading.memoryFree = reading.memoryTotal
            (reading.temperature, reading.throttle) = (nil, nil)
            return reading
        }
    }
}
