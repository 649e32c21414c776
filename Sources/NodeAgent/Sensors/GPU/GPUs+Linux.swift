#if os(Linux)
    import Fleet

    extension GPUs {
        mutating func readings(at moment: Moment) -> [GPUReading]? {
            let nvidiaReadings = nvidia.sample(ours: ours, at: moment.now)
            let cards = cards()
            let others = cards?.compactMap { reading(card: $0, at: moment.now) }
            if nvidiaReadings == nil, others == nil { return nil }
            return (nvidiaReadings ?? []) + (others ?? [])
        }

        /// `card0`, not `card0-DP-1`. Without the folder no driver is loaded; without its parent we are blind.
        private func cards() -> [String]? {
            guard let classes = SystemFile.names(in: "\(roots.sys)/class") else { return nil }
            guard classes.contains("drm") else { return [] }
            return SystemFile.names(in: "\(roots.sys)/class/drm", withPrefix: "card").filter {
                $0.dropFirst(4).allSatisfy(\.isNumber)
            }
        }

        private mutating func reading(card: String, at now: Instant) -> GPUReading? {
            let folder = "\(roots.sys)/class/drm/\(card)"
            switch SystemFile.text("\(folder)/device/vendor", max: 64) {
            case "0x1002": return amd("\(folder)/device", card)
            case "0x8086": return intel(folder, card, at: now)
            default: return nil
            }
        }

        private func amd(_ device: String, _ card: String) -> GPUReading {
            var reading = GPUReading(.amd)
            reading.bus = bus(device) ?? card
            reading.isAsleep = isAsleep(device)
            reading.name = SystemFile.text("\(device)/product_name", max: 128).flatMap { $0.isEmpty ? nil : $0 }
            reading.memoryTotal = Plausible.bytes(SystemFile.number("\(device)/mem_info_vram_total"))
            reading.bandwidth = GPUBandwidth.amd(
                device: hexadecimal("\(device)/device"),
                revision: hexadecimal("\(device)/revision")
            )
            // What a processor with graphics sets aside for them is small; models lie in the machine's memory.
            reading.isUnified = reading.memoryTotal.map { $0 <= ByteCount(1 << 30) } ?? true
            if reading.isUnified { reading.memoryTotal = nil }
            if reading.isAsleep {
                reading.use = 0
                reading.memoryFree = reading.memoryTotal
                return reading
            }
            reading.use = Plausible.share(percent: SystemFile.number("\(device)/gpu_busy_percent"))
            if let total = reading.memoryTotal,
                let used = Plausible.bytes(SystemFile.number("\(device)/mem_info_vram_used")), used <= total
            {
                reading.memoryFree = total - used
            }
            warmth(&reading, device)
            return reading
        }

        /// Of its places the one that is closest to its own limit.
        private func warmth(_ reading: inout GPUReading, _ device: String) {
            var rest = Double.infinity
            for chip in SystemFile.names(in: "\(device)/hwmon", withPrefix: "hwmon").prefix(4) {
                for place in 1...3 {
                    let base = "\(device)/hwmon/\(chip)/temp\(place)"
                    guard let now = Plausible.celsius(milli: SystemFile.number("\(base)_input")) else { continue }
                    let limits = HeatLimits(
                        passive: Plausible.limit(milli: SystemFile.number("\(base)_crit")),
                        hot: nil,
                        critical: Plausible.limit(milli: SystemFile.number("\(base)_emergency"))
                    )
                    let left = limits.map { $0.serious - now } ?? 1000 - now
                    guard left < rest else { continue }
                    rest = left
                    (reading.temperature, reading.limits) = (now, limits)
                }
            }
        }

        private mutating func intel(_ folder: String, _ card: String, at now: Instant) -> GPUReading {
            let device = "\(folder)/device"
            var reading = GPUReading(.intel)
            reading.bus = bus(device) ?? card
            reading.isAsleep = isAsleep(device)
            reading.bandwidth = GPUBandwidth.intel(device: hexadecimal("\(device)/device"))
            reading.isUnified = reading.bandwidth == nil
            reading.use = reading.isAsleep ? 0 : awakeShare(folder, reading.bus ?? card, at: now)
            reading.throttle = reading.isAsleep ? nil : heatThrottle(folder)
            return reading
        }

        /// Intel's drivers count no work, but how long the graphics were asleep: awake is at least as much as working.
        private mutating func awakeShare(_ folder: String, _ key: String, at now: Instant) -> Double? {
            let counters = [
                "gt/gt0/rc6_residency_ms", "power/rc6_residency_ms", "device/tile0/gt0/gtidle/idle_residency_ms",
            ]
            guard let slept = counters.lazy.compactMap({ SystemFile.number("\(folder)/\($0)") }).first, slept >= 0
            else {
                return nil
            }
            let seconds = Double(slept) / 1000
            let last = idleTimes.updateValue((seconds, now), forKey: key)
            guard let last, now > last.at, seconds >= last.seconds else { return nil }
            return 1 - Plausible.share(seconds - last.seconds, of: (now - last.at).value)
        }

        private func heatThrottle(_ folder: String) -> GPUThrottle? {
            let flags = [
                "gt/gt0/throttle_reason_thermal", "gt/gt0/throttle_reason_prochot",
                "device/tile0/gt0/freq0/throttle/reason_thermal", "device/tile0/gt0/freq0/throttle/reason_prochot",
            ].compactMap { SystemFile.number("\(folder)/\($0)") }
            return flags.isEmpty ? nil : flags.contains(1) ? .heat : []
        }

        private func isAsleep(_ device: String) -> Bool {
            SystemFile.text("\(device)/power/runtime_status", max: 64) == "suspended"
        }

        /// The link's last part: `../../../0000:03:00.0`.
        private func bus(_ device: String) -> String? {
            SystemFile.target(of: device)?.split(separator: "/").last.map(String.init)
        }

        private func hexadecimal(_ path: String) -> Int? {
            SystemFile.text(path, max: 64).flatMap { $0.hasPrefix("0x") ? Int($0.dropFirst(2), radix: 16) : nil }
        }
    }
#endif
