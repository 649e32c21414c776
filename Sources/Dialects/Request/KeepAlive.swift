package import Fleet

/// How long an Ollama model shall stay loaded after its last request.
package enum KeepAlive: Equatable, Sendable {
    case lasting(Seconds)
    case forever

    /// A number of seconds.
    init?(seconds: Double) {
        guard seconds.isFinite else { return nil }
        self = seconds < 0 ? .forever : .lasting(Seconds(seconds))
    }

    /// A duration as Go writes it: `5m`, `1h30m`, `-1s`, `0`. Nil when it is none: the backend will say so.
    init?(duration: String) {
        var rest = duration[...]
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        if rest == "0" {
            self = .lasting(.zero)
            return
        }
        guard !rest.isEmpty else { return nil }
        var total = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0 == "." || ("0"..."9").contains($0) }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0 != "." && !("0"..."9").contains($0) }
            rest = rest.dropFirst(unit.count)
            guard let amount = Double(number), let seconds = Self.seconds(in: unit) else { return nil }
            total += amount * seconds
        }
        self.init(seconds: isNegative ? -total : total)
    }

    private static func seconds(in unit: Substring) -> Double? {
        switch unit {
        case "h": 3600
        case "m": 60
        case "s": 1
        case "ms": 1e-3
        case "us", "µs", "μs": 1e-6
        case "ns": 1e-9
        default: nil
        }
    }
}
