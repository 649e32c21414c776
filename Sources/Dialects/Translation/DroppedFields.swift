/// What of a request a backend was not told, by the client's names: for the header `X-Herd-Dropped`.
///
/// The same field of several messages is named once. Names of fields nobody knows come from the client, so they are made
/// safe for a header, and neither their length nor their number is the client's to choose.
package struct DroppedFields: Equatable, Sendable {
    package static let namesMax = 32
    package static let lengthMax = 80

    package private(set) var names: [String] = []
    /// There were more than are named.
    package private(set) var hasMore = false

    package init() {}

    package var isEmpty: Bool { names.isEmpty }

    /// The header's value; nil when nothing was dropped.
    package var header: String? {
        isEmpty ? nil : names.joined(separator: ", ") + (hasMore ? ", ..." : "")
    }

    /// - Parameter path: of the field; which element of a list it is does not matter.
    mutating func note(_ path: String) {
        let name = Self.name(path)
        if names.contains(name) { return }
        if names.count == Self.namesMax {
            hasMore = true
        } else {
            names.append(name)
        }
    }

    private static func name(_ path: String) -> String {
        var name: [UInt8] = []
        for byte in path.utf8 {
            if byte.isDigit, name.last == JSONByte.openBracket { continue }
            if name.count == lengthMax { break }
            name.append(byte.isNameByte ? byte : UInt8(ascii: "?"))
        }
        return String(decoding: name, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case JSONByte.zero...0x39, JSONByte.openBracket, JSONByte.closeBracket: true
        case JSONByte.point, JSONByte.minus, UInt8(ascii: "_"), UInt8(ascii: "$"): true
        default: false
        }
    }
}
