package import Fleet

/// The machine's main memory. Where the agent is in a container with a limit, the container's.
package struct MemoryReading: Equatable, Sendable {
    package var total: ByteCount
    /// What programs could get without swapping: free, and what caches would give back.
    package var available: ByteCount?
    package var pressure: MemoryPressure?
    package var swapTotal: ByteCount?
    package var swapUsed: ByteCount?
    /// In and out together.
    package var swapRate: BytesPerSecond?
}

/// Reads the main memory and judges how short of it the machine is.
package struct MemoryUse: Sensor {
    /// What the system tells at one look.
    struct Figures {
        var total: ByteCount
        var available: ByteCount?
        var swapTotal: ByteCount?
        var swapUsed: ByteCount?
        /// Bytes moved in and out since the machine started.
        var swapped: UInt64?
        var stall: MemoryStall?
        /// The system's own word, where it has one.
        var pressure: MemoryPressure?
    }

    let roots: SystemRoots
    private var last: (swapped: UInt64, at: Instant)?
    private var pressure: MemoryPressure?

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package mutating func sample(at moment: Moment) -> MemoryReading? {
        guard let figures = figures(), figures.total > .zero else {
            (last, pressure) = (nil, nil)
            return nil
        }
        let available = figures.available.map { min($0, figures.total) }
        let rate = swapRate(figures.swapped, at: moment.now)
        pressure = figures.pressure ?? judge(figures, available: available, swapRate: rate)
        return MemoryReading(
            total: figures.total,
            available: available,
            pressure: pressure,
            swapTotal: figures.swapTotal,
            swapUsed: figures.swapUsed,
            swapRate: rate
        )
    }

    private mutating func swapRate(_ swapped: UInt64?, at now: Instant) -> BytesPerSecond? {
        defer { last = swapped.map { ($0, now) } }
        guard let swapped, let last, swapped >= last.swapped, now > last.at else { return nil }
        return BytesPerSecond(Double(swapped - last.swapped) / (now - last.at).value)
    }

    private func judge(_ figures: Figures, available: ByteCount?, swapRate: BytesPerSecond?) -> MemoryPressure? {
        let signs = MemoryJudge(
            available: available.map { Plausible.share(Double($0.value), of: Double(figures.total.value)) },
            stall: figures.stall,
            swapRate: swapRate
        )
        return signs.level(easing: 1).map { strict in
            Worsening.settled(strict, lenient: signs.level(easing: 1.5) ?? strict, last: pressure)
        }
    }
}

/// How much of the last ten seconds tasks waited for memory, 0…1, as the kernel's pressure file tells.
struct MemoryStall: Equatable {
    /// At least one task waited.
    var some: Double
    /// All of them did.
    var full: Double
}

/// Turns the signs of a short memory into one word.
///
/// Waiting is the better sign than a small rest: a machine whose memory is full of a model that fits does not suffer. The
/// rest counts only where a load would have to push something out.
struct MemoryJudge {
    var available: Double?
    var stall: MemoryStall?
    var swapRate: BytesPerSecond?

    /// Easing above 1 makes each level that much easier to reach.
    func level(easing: Double) -> MemoryPressure? {
        if available == nil && stall == nil { return nil }
        let rest = (available ?? 1) / easing
        let some = (stall?.some ?? 0) * easing
        let full = (stall?.full ?? 0) * easing
        let swapping = (swapRate?.value ?? 0) * easing
        if rest < 0.02 || full >= 0.1 { return .critical }
        if rest < 0.06 || some >= 0.1 || swapping >= 50e6 { return .warning }
        return .normal
    }
}
