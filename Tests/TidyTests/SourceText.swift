/// Swift text in three views of the same lines: as it is, without comments, and without comments and what is quoted.
///
/// A small reader of Swift's surface: nested block comments, raw and multi-line strings. Code inside an interpolation counts as
/// string, which no rule here minds.
struct SourceText {
    let raw: String
    private(set) var withoutComments = ""
    private(set) var code = ""

    init(_ raw: String) {
        self.raw = raw
        var reader = Reader(Array(raw.utf8))
        reader.run()
        withoutComments = String(decoding: reader.withoutComments, as: UTF8.self)
        code = String(decoding: reader.code, as: UTF8.self)
    }

    private struct Reader {
        private static let newline = UInt8(ascii: "\n")
        private static let quote = UInt8(ascii: "\"")
        private static let pound = UInt8(ascii: "#")
        private static let backslash = UInt8(ascii: "\\")
        private static let backtick = UInt8(ascii: "`")
        private static let slash = UInt8(ascii: "/")
        private static let star = UInt8(ascii: "*")

        private let bytes: [UInt8]
        private var position = 0
        private(set) var withoutComments: [UInt8] = []
        private(set) var code: [UInt8] = []

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func run() {
            while position < bytes.count {
                if has(Self.slash, Self.slash) {
                    while position < bytes.count, bytes[position] != Self.newline { skip() }
                } else if has(Self.slash, Self.star) {
                    skipBlockComment()
                } else if let pounds = openingPounds() {
                    readString(pounds: pounds)
                } else if bytes[position] == Self.backtick {
                    readName()
                } else {
                    take(isCode: true)
                }
            }
        }

        private func has(_ first: UInt8, _ second: UInt8) -> Bool {
            position + 1 < bytes.count && bytes[position] == first && bytes[position + 1] == second
        }

        private func has(_ byte: UInt8, count: Int, at offset: Int) -> Bool {
            let start = position + offset
            return start + count <= bytes.count && bytes[start..<start + count].allSatisfy { $0 == byte }
        }

        private mutating func take(isCode: Bool) {
            guard position < bytes.count else { return }
            withoutComments.append(bytes[position])
            if isCode || bytes[position] == Self.newline { code.append(bytes[position]) }
            position += 1
        }

        /// Comments leave nothing but their line ends.
        private mutating func skip() {
            if bytes[position] == Self.newline { take(isCode: true) } else { position += 1 }
        }

        private mutating func skipBlockComment() {
            var depth = 0
            repeat {
                if has(Self.slash, Self.star) {
                    depth += 1
                    position += 2
                } else if has(Self.star, Self.slash) {
                    depth -= 1
                    position += 2
                } else {
                    skip()
                }
            } while depth > 0 && position < bytes.count
        }

        /// The number of `#` before a quote, nil where no string begins.
        private func openingPounds() -> Int? {
            var count = 0
            while position + count < bytes.count, bytes[position + count] == Self.pound { count += 1 }
            return has(Self.quote, count: 1, at: count) ? count : nil
        }

        /// A name in backticks may be a whole sentence, as those of tests are.
        private mutating func readName() {
            repeat { take(isCode: false) } while position < bytes.count && bytes[position] != Self.backtick
            take(isCode: false)
        }

        private mutating func readString(pounds: Int) {
            for _ in 0..<pounds { take(isCode: true) }
            let quotes = has(Self.quote, count: 3, at: 0) ? 3 : 1
            for _ in 0..<quotes { take(isCode: true) }
            while position < bytes.count {
                if has(Self.quote, count: quotes, at: 0), has(Self.pound, count: pounds, at: quotes) { break }
                if has(Self.backslash, count: 1, at: 0), has(Self.pound, count: pounds, at: 1) {
                    for _ in 0...pounds { take(isCode: false) }
                }
                take(isCode: false)
            }
            for _ in 0..<quotes + pounds { take(isCode: true) }
        }
    }
}
