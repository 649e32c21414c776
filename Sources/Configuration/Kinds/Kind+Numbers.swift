extension Kind where Value == UInt16 {
    /// 0 asks the system for a free port.
    package static var port: Kind {
        Kind(
            placeholder: "PORT",
            expected: "a port from 0 to 65535",
            isLiteral: true,
            read: { text, _ in digits(text).flatMap(UInt16.init(exactly:)) },
            write: { String($0) }
        )
    }
}

extension Kind where Value == Int {
    package static func integer(in range: ClosedRange<Int>, placeholder: String = "N") -> Kind {
        Kind(
            placeholder: placeholder,
            expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            isLiteral: true,
            read: { text, _ in
                let number = text.hasPrefix("-") ? digits(text.dropFirst()).map { -$0 } : digits(text)
                return number.flatMap { range.contains($0) ? $0 : nil }
            },
            write: { String($0) }
        )
    }
}

/// A number in plain digits: no sign, no blanks, nothing that only some readers would accept.
private func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
}
