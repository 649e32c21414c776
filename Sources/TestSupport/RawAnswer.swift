/// An answer as a test looks at it.
package struct RawAnswer: Sendable {
    package var head = ""
    package var body: [UInt8] = []
    package var chunks: [[UInt8]] = []
    package var trailers: [String] = []
    package var ending = RawPeer.Ending.open

    package var text: String { String(decoding: body, as: UTF8.self) }
    package var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }

    package subscript(name: String) -> String? {
        all(name).first
    }

    package func all(_ name: String) -> [String] {
        head.split(separator: "\r\n").dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
            return String(parts[1].drop { $0 == " " })
        }
    }
}
