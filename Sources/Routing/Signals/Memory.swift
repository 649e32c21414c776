package import Fleet

extension Signal {
    /// Signal 5: what loading costs a machine that is short of memory. Whether it fits at all is an elimination.
    package enum Memory {
        package static func penalty(_ pressure: MemoryPressure?, load: Seconds) -> Seconds? {
            if load <= .zero { return .zero }
            switch pressure {
            case nil: return nil
            case .normal: return .zero
            // It will push something else out, and wait for the disk while doing so.
            case .warning: return load * 0.5
            case .critical: return load * 2
            }
        }
    }
}
