/// What a router says of itself on the local network: the TXT record of its service.
///
/// Anybody on the network may say anything there. What is read is bounded, of two entries for one key the first counts (RFC 6763),
/// and keys nobody knows are left alone, so that newer routers can be understood.
package struct RouterCard: Equatable, Sendable {
    package static let serviceType = "_herd._tcp"
    private static let entryMax = 255
    private static let fleetMax = 200

    package var version: String
    /// Stays the same over restarts and addresses.
    package var id: String
    package var fleet: String
    /// Its port speaks HTTPS only.
    package var usesTLS: Bool

    package init(version: String, id: String, fleet: String, usesTLS: Bool = false) {
        self.version = version
        self.id = id
        self.fleet = fleet
        self.usesTLS = usesTLS
    }

    /// Nil for what no router of ours would say.
    package init?(entries: [[UInt8]]) {
        var values: [String: String] = [:]
        for entry in entries.prefix(32) where entry.count <= Self.entryMax {
            guard let mark = entry.firstIndex(of: UInt8(ascii: "=")), mark > 0 else { continue }
            let key = String(decoding: entry[..<mark], as: UTF8.self).lowercased()
            guard values[key] == nil, let value = String(validating: entry[(mark + 1)...], as: UTF8.self) else {
                continue
            }
            values[key] = value
        }
        guard let version = values["version"], let id = values["id"], let fleet = values["fleet"],
            Self.isWord(version, 1...32), Self.isWord(id, 8...64), Self.isName(fleet)
        else { return nil }
        self.init(version: version, id: id, fleet: fleet, usesTLS: values["tls"] == "yes")
    }

    /// Nil where the fleet's name does not fit.
    package var entries: [[UInt8]]? {
        guard Self.isName(fleet), Self.isWord(version, 1...32), Self.isWord(id, 8...64) else { return nil }
        return ["version=\(version)", "id=\(id)", "fleet=\(fleet)", "tls=\(usesTLS ? "yes" : "no")"].map {
            Array($0.utf8)
        }
    }

    /// The record as it is on the wire: each entry behind its length.
    package var record: [UInt8]? {
        entries.map { $0.flatMap { [UInt8($0.count)] + $0 } }
    }

    /// What is on the wire, taken apart; what is cut short is left out.
    package static func entries(of record: some Sequence<UInt8>) -> [[UInt8]] {
        var rest = Array(record.prefix(16_384))[...]
        var entries: [[UInt8]] = []
        while let length = rest.popFirst() {
            guard rest.count >= Int(length) else { break }
            if length > 0 { entries.append(Array(rest.prefix(Int(length)))) }
            rest = rest.dropFirst(Int(length))
        }
        return entries
    }

    private static func isWord(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789.+-_".unicodeScalars.contains($0))
            }
    }

    /// Fleets are named by people: any letters, but nothing that would break a line.
    private static func isName(_ text: String) -> Bool {
        (1...fleetMax).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0).contains($0.value)
            }
    }
}
