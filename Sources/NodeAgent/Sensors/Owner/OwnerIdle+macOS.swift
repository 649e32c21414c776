#if os(macOS)
    import Fleet
    import Foundation
    import IOKit

    extension OwnerIdle {
        /// Nanoseconds since the last event of any keyboard, mouse or trackpad.
        func idle(at wall: WallTime) -> Seconds? {
            let service = IOServiceGetMatchingService(kIOMainPortDefault, IOServiceMatching("IOHIDSystem"))
            guard service != 0 else { return nil }
            defer { IOObjectRelease(service) }
            let value = IORegistryEntryCreateCFProperty(service, "HIDIdleTime" as CFString, nil, 0)
            guard let nanoseconds = value?.takeRetainedValue() as? NSNumber else { return nil }
            return Seconds(nanoseconds.doubleValue / 1e9)
        }
    }
#endif
