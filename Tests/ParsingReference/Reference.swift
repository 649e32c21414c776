package import HTTPEngine

/// The slow parser the fast one is measured against: the rules of RFC 9110 and 9112, as strict as Herd wants them, written
/// down once more in the plainest way. It holds the whole input, splits it into lines, then lines into parts, copies freely
/// and knows nothing of pieces. It shares names with the engine (faults, limits), and no code.
package enum Reference {
    package struct Field: Equatable {
        package var name: String
        package var value: [UInt8]
        package var isHopByHop: Bool
    }

    package enum Verdict<Message: Equatable>: Equatable {
        /// Sound, and so many bytes long.
        case complete(Message, end: Int)
        /// The first bad line, and every rule it breaks. The fast parser must name one of them, within this line.
        case refused(Set<HeadFault>, line: Range<Int>)
        /// No bad line so far; the one that starts here is not finished.
        case unfinished(line: Int)
    }

    struct Line {
        /// Without its end.
        var content: [UInt8]
        /// Where it stands, its end included.
        var range: Range<Int>
        /// What is wrong with it no matter where it stands.
        var faults: Set<HeadFault>
        /// The content before a CR that should not be there: it may be refused for what it looks like up to there.
        var beforeStrayReturn: [UInt8]?
    }

    /// The line that starts at `start`; nil if its LF has not come.
    static func line(_ input: [UInt8], from start: Int, bytesMax: Int) -> Line? {
        guard let feed = input[start...].firstIndex(of: 0x0A) else { return nil }
        var line = Line(
            content: Array(input[start..<feed]),
            range: start..<feed + 1,
            faults: [],
            beforeStrayReturn: nil
        )
        if line.content.last == 0x0D {
            line.content.removeLast()
        } else {
            line.faults.insert(.bareLineFeed)
        }
        if let stray = line.content.firstIndex(of: 0x0D) {
            line.faults.insert(.bareCarriageReturn)
            line.beforeStrayReturn = Array(line.content[..<stray])
        }
        for byte in line.content where (byte < 0x20 && byte != 0x09 && byte != 0x0D) || byte == 0x7F {
            line.faults.insert(.controlByte)
        }
        if feed + 1 > bytesMax { line.faults.insert(.headTooLarge) }
        return line
    }

    static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.isEmpty && bytes.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    static func lowercased(_ bytes: some Collection<UInt8>) -> String {
        String(
            decoding: bytes.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 + 32 : $0 },
            as: UTF8.self
        )
    }

    static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
        let start = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.endIndex
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { bytes.index(after: $0) } ?? start
        return Array(bytes[start..<end])
    }

    /// The elements of a comma-separated list, without white space around them, empty ones included.
    static func elements(_ value: [UInt8]) -> [[UInt8]] {
        value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { trimmed($0) }
    }
}
