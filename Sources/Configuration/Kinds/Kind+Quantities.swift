extension Kind where Value == Duration {
    /// `30s`, `250ms`, `1h30m`. The unit is asked for, because a bare number is read as seconds by some and milliseconds by others.
    package static func duration(in range: ClosedRange<Duration> = .zero ... .seconds(365 * 86_400)) -> Kind {
        Kind(
            placeholder: "DURATION",
            expected:
                "a duration such as 250ms, 30s, 5m or 1h30m, from \(text(range.lowerBound)) to \(text(range.upperBound))",
            read: { text, _ in
                guard let nanoseconds = text == "0" ? 0 : Quantity.sum(text, units: durationUnits) else { return nil }
                let duration = Duration.nanoseconds(nanoseconds)
                return range.contains(duration) ? duration : nil
            },
            write: text
        )
    }

    private static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        return Quantity.text(
            Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000),
            units: durationUnits,
            zero: "0s"
        )
    }
}

extension Kind where Value == Int {
    /// `64MiB`, `512k`, `1.5GiB`; a bare number counts bytes. `k`, `m`, `g` mean 1024s as in nginx, `kB`, `MB`, `GB` mean 1000s.
    package static func byteSize(in range: ClosedRange<Int> = 0...(1 << 50)) -> Kind {
        Kind(
            placeholder: "SIZE",
            expected:
                "a size such as 512k, 64MiB or 1.5GiB, from \(text(range.lowerBound)) to \(text(range.upperBound))",
            read: { text, _ in
                Quantity.one(text, units: byteUnits).flatMap { range.contains($0) ? $0 : nil }
            },
            write: text
        )
    }

    private static func text(_ bytes: Int) -> String {
        Quantity.text(bytes, units: byteUnits, zero: "0")
    }
}

private let durationUnits = [
    Quantity.Unit("d", 86_400_000_000_000), Quantity.Unit("h", 3_600_000_000_000), Quantity.Unit("m", 60_000_000_000),
    Quantity.Unit("s", 1_000_000_000), Quantity.Unit("ms", 1_000_000), Quantity.Unit("us", 1_000),
    Quantity.Unit("ns", 1),
]

/// What is written comes first: the largest binary unit that divides the number.
private let byteUnits = [
    Quantity.Unit("TiB", 1 << 40), Quantity.Unit("GiB", 1 << 30), Quantity.Unit("MiB", 1 << 20),
    Quantity.Unit("KiB", 1 << 10),
    Quantity.Unit("", 1), Quantity.Unit("B", 1),
    Quantity.Unit("t", 1 << 40), Quantity.Unit("g", 1 << 30), Quantity.Unit("m", 1 << 20), Quantity.Unit("k", 1 << 10),
    Quantity.Unit("TB", 1_000_000_000_000), Quantity.Unit("GB", 1_000_000_000), Quantity.Unit("MB", 1_000_000),
    Quantity.Unit("kB", 1_000),
]
