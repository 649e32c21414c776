#if os(Linux)
    import Fleet

    extension Heat {
        private static let listLasts: Seconds = 300
        private static let thermometersMax = 64
        private static let processorsMax = 256
        /// After it was slowed down a processor soon will be again.
        private static let slowedLasts: Seconds = 30

        mutating func state(at now: Instant) -> ThermalState? {
            [hottest(at: now), slowed(at: now), boardThrottle()].compactMap { $0 }.max()
        }

        private mutating func hottest(at now: Instant) -> ThermalState? {
            let list = listed(at: now)
            var worst: ThermalState?
            for thermometer in list {
                let temperature = Plausible.celsius(milli: SystemFile.number(thermometer.path))
                let state = temperature.map { thermometer.limits.state(at: $0, last: states[thermometer.path]) }
                states[thermometer.path] = state
                if let state { worst = max(worst ?? state, state) }
            }
            return worst
        }

        private mutating func listed(at now: Instant) -> [Thermometer] {
            if let thermometers, now - thermometers.listedAt < Self.listLasts { return thermometers.list }
            let list = Array((zones() + processorChips()).prefix(Self.thermometersMax))
            thermometers = (list, now)
            return list
        }

        private func zones() -> [Thermometer] {
            let folder = "\(roots.sys)/class/thermal"
            return SystemFile.names(in: folder, withPrefix: "thermal_zone").compactMap { zone in
                let base = "\(folder)/\(zone)"
                guard let limits = tripPoints(base) else { return nil }
                return Thermometer(path: "\(base)/temp", limits: limits)
            }
        }

        /// `active` points start fans and are none of our concern.
        private func tripPoints(_ zone: String) -> HeatLimits? {
            var lowest: [String: Double] = [:]
            for point in 0..<12 {
                guard let type = SystemFile.text("\(zone)/trip_point_\(point)_type", max: 64) else { break }
                guard let limit = Plausible.limit(milli: SystemFile.number("\(zone)/trip_point_\(point)_temp")) else {
                    continue
                }
                lowest[type] = min(lowest[type] ?? limit, limit)
            }
            return HeatLimits(passive: lowest["passive"], hot: lowest["hot"], critical: lowest["critical"])
        }

        /// Processors work up to their limit and slow down there; they do not fail of it, so serious is the worst.
        private func processorChips() -> [Thermometer] {
            let folder = "\(roots.sys)/class/hwmon"
            return SystemFile.names(in: folder, withPrefix: "hwmon").compactMap { chip in
                let base = "\(folder)/\(chip)"
                guard let name = SystemFile.text("\(base)/name", max: 64), ["coretemp", "k10temp"].contains(name) else {
                    return nil
                }
                let told = Plausible.limit(milli: SystemFile.number("\(base)/temp1_crit"))
                // AMD's driver names no limit; its processors slow down from 95 °C, some from 89.
                guard let end = told ?? (name == "k10temp" ? 95 : nil) else { return nil }
                let limits = HeatLimits(fair: end - 10, serious: end - 2, critical: .infinity)
                return Thermometer(path: "\(base)/temp1_input", limits: limits)
            }
        }

        /// Intel's counters. The count rises when slowing down begins and the time when it ends; old kernels have only the count.
        private mutating func slowed(at now: Instant) -> ThermalState? {
            guard let counters = counters() else {
                (throttled, slowedUntil) = (nil, nil)
                return nil
            }
            let last = throttled
            throttled = (counters, now)
            if let last, now > last.at, let state = Self.slowed(counters, since: last.counters, in: now - last.at) {
                let before = slowedUntil.flatMap { $0.until > now ? $0.state : nil }
                slowedUntil = (max(state, before ?? state), now + Self.slowedLasts)
            }
            return slowedUntil.flatMap { $0.until > now ? $0.state : nil } ?? .nominal
        }

        private static func slowed(
            _ counters: ThrottleCounters,
            since last: ThrottleCounters,
            in seconds: Seconds
        ) -> ThermalState? {
            if let time = counters.milliseconds, let before = last.milliseconds, time > before {
                let share = Plausible.share(Double(time - before) / 1000, of: seconds.value)
                return share > throttledShareSerious ? .serious : .fair
            }
            return counters.events > last.events ? .fair : nil
        }

        private func counters() -> ThrottleCounters? {
            let folder = "\(roots.sys)/devices/system/cpu"
            let processors = SystemFile.names(in: folder, withPrefix: "cpu").filter {
                $0.count > 3 && $0.dropFirst(3).allSatisfy(\.isNumber)
            }
            var counters: ThrottleCounters?
            for processor in processors.prefix(Self.processorsMax) {
                let base = "\(folder)/\(processor)/thermal_throttle"
                // Where the first has none, none has.
                guard let events = SystemFile.number("\(base)/core_throttle_count"), events >= 0 else { break }
                var sum = counters ?? ThrottleCounters()
                let packageEvents = SystemFile.number("\(base)/package_throttle_count") ?? 0
                sum.events = max(sum.events, events, packageEvents)
                let times = ["core", "package"].compactMap { SystemFile.number("\(base)/\($0)_throttle_total_time_ms") }
                if let time = times.max(), time >= 0 { sum.milliseconds = max(sum.milliseconds ?? 0, time) }
                counters = sum
            }
            return counters
        }

        /// Raspberry boards: bit 2 throttled now, bit 3 at the soft limit of temperature. Bits 0 and 1 speak of the power supply.
        private func boardThrottle() -> ThermalState? {
            let path = "\(roots.sys)/devices/platform/soc/soc:firmware/get_throttled"
            guard let text = SystemFile.text(path, max: 64), let bits = UInt32(text, radix: 16) else { return nil }
            return bits & 0b1000 != 0 ? .serious : bits & 0b0100 != 0 ? .fair : .nominal
        }
    }
#endif
