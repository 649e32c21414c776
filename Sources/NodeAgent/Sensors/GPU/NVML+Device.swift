import Fleet

/// What one card says, each answer checked: a call that fails and a number that cannot be are both unknown.
extension NVML {
    /// `nvmlPciInfo_t`: a legacy text of 16 bytes, five numbers, then the text that counts, of 32.
    private static let busBytes = 68
    private static let busTextStart = 36
    private static let graphicsTemperature: UInt32 = 0
    private static let shutdownThreshold: UInt32 = 0
    private static let slowdownThreshold: UInt32 = 1
    private static let memoryClock: UInt32 = 2
    private static let samplesMax = 256

    func name(of device: Device) -> String? {
        guard let call = functions.name else { return nil }
        var text = [CChar](repeating: 0, count: 96)
        guard call(device, &text, UInt32(text.count)) == Self.success else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// As the kernel writes it, with four digits of domain: `0000:01:00.0`.
    func bus(of device: Device) -> String? {
        guard let call = functions.bus else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.busBytes)
        guard call(device, &bytes) == Self.success else { return nil }
        let text = String(decoding: bytes[Self.busTextStart...].prefix { $0 != 0 }, as: UTF8.self).lowercased()
        return text.hasPrefix("0000") && text.count == 16 ? String(text.dropFirst(4)) : text.isEmpty ? nil : text
    }

    func memory(of device: Device) -> (total: ByteCount, free: ByteCount)? {
        guard let call = functions.memory else { return nil }
        var memory = Memory()
        guard call(device, &memory) == Self.success, let total = Plausible.bytes(unsigned: memory.total),
            let free = Plausible.bytes(unsigned: memory.free), total > .zero, free <= total
        else { return nil }
        return (total, free)
    }

    func use(of device: Device) -> Double? {
        guard let call = functions.utilization else { return nil }
        var use = Utilization()
        return call(device, &use) == Self.success ? Plausible.share(percent: Int(use.gpu)) : nil
    }

    /// The newest share of each process since the time of the last answer, and the time of this one.
    func uses(of device: Device, since last: UInt64) -> (byProcess: [Int32: Double], until: UInt64)? {
        guard let call = functions.processes else { return nil }
        var samples = [ProcessUtilization](repeating: ProcessUtilization(), count: Self.samplesMax)
        var count = UInt32(samples.count)
        let result = call(device, &samples, &count, last)
        if result == Self.notFound { return ([:], last) }
        guard result == Self.success else { return nil }
        var uses: [Int32: Double] = [:]
        var until = last
        for sample in samples.prefix(Int(min(count, UInt32(samples.count)))).sorted(by: { $0.timestamp < $1.timestamp })
        {
            guard let id = Int32(exactly: sample.process), let share = Plausible.share(percent: Int(sample.gpu)) else {
                continue
            }
            uses[id] = share
            until = max(until, sample.timestamp)
        }
        return (uses, until)
    }

    func temperature(of device: Device) -> Double? {
        number(functions.temperature, device, Self.graphicsTemperature).flatMap { Plausible.celsius(milli: $0 * 1000) }
    }

    func limits(of device: Device) -> HeatLimits? {
        let slow = number(functions.threshold, device, Self.slowdownThreshold)
        let off = number(functions.threshold, device, Self.shutdownThreshold)
        return HeatLimits(
            passive: slow.flatMap { Plausible.limit(milli: $0 * 1000) },
            hot: nil,
            critical: off.flatMap { Plausible.limit(milli: $0 * 1000) }
        )
    }

    func throttle(of device: Device) -> GPUThrottle? {
        guard let call = functions.throttle else { return nil }
        var reasons: UInt64 = 0
        guard call(device, &reasons) == Self.success else { return nil }
        var throttle: GPUThrottle = []
        // Slowed by heat: 0x20 by the driver, 0x40 by the card. By power: 0x4 at its cap, 0x80 by the brake.
        if reasons & 0x60 != 0 { throttle.insert(.heat) }
        if reasons & 0x84 != 0 { throttle.insert(.power) }
        // 0x8 is the card's slowdown without a reason, 0x10 follows another card.
        if reasons & 0x18 != 0 { throttle.insert(.other) }
        return throttle
    }

    /// Two transfers in each cycle of the memory's clock, on the whole width of its bus.
    func bandwidth(of device: Device) -> BytesPerSecond? {
        var bits: UInt32 = 0
        guard let call = functions.busWidth, call(device, &bits) == Self.success, (32...16_384).contains(bits),
            let megahertz = number(functions.clockMax, device, Self.memoryClock), (100...50_000).contains(megahertz)
        else { return nil }
        return BytesPerSecond(Double(megahertz) * 1e6 * 2 * Double(bits) / 8)
    }

    private func number(_ call: Functions.KindNumber?, _ device: Device, _ kind: UInt32) -> Int? {
        var value: UInt32 = 0
        guard let call, call(device, kind, &value) == Self.success, value < 1_000_000 else { return nil }
        return Int(value)
    }
}
