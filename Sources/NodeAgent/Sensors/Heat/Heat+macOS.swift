#if os(macOS)
    import Fleet
    import Foundation

    extension Heat {
        mutating func state(at now: Instant) -> ThermalState? {
            switch ProcessInfo.processInfo.thermalState {
            case .nominal: .nominal
            case .fair: .fair
            case .serious: .serious
            case .critical: .critical
            @unknown default: nil
            }
        }
    }
#endif
