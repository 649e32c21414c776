package import Fleet

/// One graphics processor as its driver describes it. What the driver does not tell is nil.
package struct GPUReading: Equatable, Sendable {
    package enum Maker: Sendable {
        case nvidia, amd, intel, apple
    }

    package var maker: Maker
    package var name: String?
    /// Where it sits, to tell two of a kind apart: `0000:01:00.0`.
    package var bus: String?
    /// It has no memory of its own and uses the machine's.
    package var isUnified = false
    /// It is switched off until somebody needs it. It was not woken for this reading.
    package var isAsleep = false
    /// The share of time in which it worked, 0…1.
    package var use: Double?
    /// The part of `use` that is the inference servers'. Nil where the driver does not tell it apart.
    package var ownUse: Double?
    package var memoryTotal: ByteCount?
    package var memoryFree: ByteCount?
    package var bandwidth: BytesPerSecond?
    /// In °C, at its hottest measured place.
    package var temperature: Double?
    package var throttle: GPUThrottle?
    package var thermal: ThermalState?
    /// What `temperature` is judged by.
    var limits: HeatLimits?

    package init(_ maker: Maker) {
        self.maker = maker
    }
}

/// Why a graphics processor is slower than it could be. Only heat makes a machine a worse choice; power limits are its way of life.
package struct GPUThrottle: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let heat = GPUThrottle(rawValue: 1)
    package static let power = GPUThrottle(rawValue: 2)
    package static let other = GPUThrottle(rawValue: 4)
}
