#if os(Linux)
    extension PowerSource {
        private static let suppliesMax = 32

        /// A machine without a battery and without a word about its mains is a desktop, and on.
        func reading() -> PowerReading? {
            let folder = "\(roots.sys)/class/power_supply"
            guard let names = SystemFile.names(in: folder) else { return nil }
            let supplies = names.sorted().prefix(Self.suppliesMax).map { "\(folder)/\($0)" }
            // The battery of a mouse does not feed the machine.
            let ours = supplies.filter { text($0, "scope") != "Device" }
            let batteries = ours.filter { text($0, "type") == "Battery" && text($0, "present") != "0" }
            let lines = ours.filter { ["Mains", "USB"].contains(text($0, "type")) }
            return PowerReading(source: source(batteries, lines), charge: batteries.compactMap(charge).min())
        }

        private func source(_ batteries: [String], _ lines: [String]) -> PowerReading.Source? {
            if lines.contains(where: { text($0, "online") == "1" }) { return .mains }
            let states = batteries.map { text($0, "status") }
            if states.contains("Discharging") { return .battery }
            if states.contains("Charging") || batteries.isEmpty && lines.isEmpty { return .mains }
            return lines.contains { text($0, "online") == "0" } && !batteries.isEmpty ? .battery : nil
        }

        private func charge(_ battery: String) -> Double? {
            Plausible.share(percent: SystemFile.number("\(battery)/capacity"))
                ?? share("energy", of: battery) ?? share("charge", of: battery)
        }

        private func share(_ kind: String, of battery: String) -> Double? {
            guard let now = SystemFile.number("\(battery)/\(kind)_now"), now >= 0,
                let full = SystemFile.number("\(battery)/\(kind)_full"), full > 0
            else { return nil }
            return Plausible.share(Double(now), of: Double(full))
        }

        private func text(_ supply: String, _ property: String) -> String? {
            SystemFile.text("\(supply)/\(property)", max: 64)
        }
    }
#endif
