#if os(macOS)
    import Foundation
    import IOKit.ps

    extension PowerSource {
        func reading() -> PowerReading? {
            guard let snapshot = IOPSCopyPowerSourcesInfo()?.takeRetainedValue() else { return nil }
            let kind = IOPSGetProvidingPowerSourceType(snapshot)?.takeUnretainedValue() as String?
            let list = (IOPSCopyPowerSourcesList(snapshot)?.takeRetainedValue() as [CFTypeRef]?) ?? []
            let charges = list.compactMap { source -> Double? in
                let description = IOPSGetPowerSourceDescription(snapshot, source)?.takeUnretainedValue()
                let values = description as? [String: Any]
                guard let now = (values?[kIOPSCurrentCapacityKey] as? NSNumber)?.doubleValue,
                    let full = (values?[kIOPSMaxCapacityKey] as? NSNumber)?.doubleValue, full > 0
                else { return nil }
                return Plausible.share(now, of: full)
            }
            return PowerReading(source: source(kind), charge: charges.min())
        }

        private func source(_ kind: String?) -> PowerReading.Source? {
            if kind == kIOPSACPowerValue { return .mains }
            return kind == kIOPSBatteryPowerValue ? .battery : nil
        }
    }
#endif
