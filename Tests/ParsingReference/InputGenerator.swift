/// Makes inputs for the parsers: mostly by the grammar, with parts that are wrong in the ways that matter, and then with some
/// bytes changed. Purely random bytes would be refused at once and teach nothing.
package struct InputGenerator {
    private var random: SplitMix
    package init(seed: UInt64) {
        random = SplitMix(seed: seed)
    }

    package mutating func input(for subject: Differential.Subject) -> [UInt8] {
        var input: [UInt8]
        if random.oneIn(4) {
            input = random.pick(Corpus.inputs(for: subject))
        } else {
            switch subject {
            case .requests: input = request()
            case .responses: input = response()
            case .chunks: input = chunks()
            }
        }
        for _ in 0..<random.pick([0, 0, 0, 0, 1, 1, 2, 6]) { mutate(&input, subject) }
        return input
    }

    private mutating func request() -> [UInt8] {
        var text = random.oneIn(12) ? String(repeating: "\r\n", count: random.below(10)) : ""
        text += random.oneIn(5) ? random.pick(Parts.methods) : "POST"
        text += random.oneIn(24) ? random.pick(Parts.gaps) : " "
        text += random.oneIn(4) ? random.pick(Parts.targets) : "/api/chat"
        text += random.oneIn(24) ? random.pick(Parts.gaps) : " "
        text += random.oneIn(8) ? random.pick(Parts.versions) : random.oneIn(6) ? "HTTP/1.0" : "HTTP/1.1"
        text += lineEnd()
        if !random.oneIn(12) { text += random.pick(["Host", "host", "HOST"]) + ": " + host() + lineEnd() }
        return bytes(text + fields() + lineEnd(), rest: ["", "GET / HTTP/1.1\r\n", "{}", "\n", "\r"])
    }

    private mutating func response() -> [UInt8] {
        var text = random.oneIn(10) ? random.pick(Parts.versions) : random.pick(["HTTP/1.1", "HTTP/1.1", "HTTP/1.0"])
        text += random.oneIn(24) ? random.pick(Parts.gaps) : " "
        text += random.oneIn(3) ? random.pick(Parts.statuses) : "200"
        text += random.pick([" OK", " OK", " ", "", " Not  Found\t!", " \u{E9}", "  x"]) + lineEnd()
        return bytes(text + fields() + lineEnd(), rest: ["", "HTTP/1.1 200 OK\r\n", "{}", "\n"])
    }

    private mutating func chunks() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<random.below(4) {
            let size = random.pick([1, 2, 3, 15, 16, 17, 40])
            var digits = String(size, radix: 16, uppercase: random.oneIn(2))
            if random.oneIn(8) { digits = String(repeating: "0", count: random.below(16)) + digits }
            if random.oneIn(16) { digits = random.pick(Parts.sizes) }
            bytes += Array((digits + lineEnd()).utf8)
            bytes += (0..<size).map { _ in random.pick(Array("ab\r\n0;".utf8)) }
            bytes += Array(lineEnd().utf8)
        }
        bytes += Array((random.pick(["0", "0", "0", "00", "0;x", "g"]) + lineEnd()).utf8)
        if random.oneIn(2) { bytes += Array(fields().utf8) }
        return bytes + Array((lineEnd() + random.pick(["", "", "5\r\n", "HTTP/1.1"])).utf8)
    }

    private mutating func fields() -> String {
        var text = ""
        for _ in 0..<random.pick([0, 1, 1, 2, 2, 3, 5]) {
            let isOwn = random.oneIn(3)
            let field = random.pick(Parts.fields)
            var name = isOwn ? random.pick(Parts.names) : field.name
            var value =
                isOwn ? random.pick(Parts.values) : random.oneIn(3) ? random.pick(field.values) : field.values[0]
            if random.oneIn(6) { name = random.oneIn(2) ? name.uppercased() : name.lowercased() }
            if random.oneIn(8) {
                value = random.pick(["", " ", "\t", "  "]) + value + random.pick(["", " ", "\t ", "\t"])
            }
            text += name + (random.oneIn(40) ? random.pick([" :", "", "::", "\t:"]) : ":")
            text += random.oneIn(6) ? random.pick(["", "\t", "  "]) : " "
            text += value + lineEnd()
            if random.oneIn(60) { text += random.pick([" folded", "\tfolded", "\u{0}", "\u{7F}"]) }
        }
        return text
    }

    private mutating func host() -> String { random.oneIn(8) ? random.pick(Parts.hosts) : "localhost:11435" }

    private mutating func lineEnd() -> String {
        random.oneIn(60) ? random.pick(["\n", "\r", "\r\r\n", "\n\r", " \r\n", "", "\r\n\r\n"]) : "\r\n"
    }

    private mutating func bytes(_ text: String, rest: [String]) -> [UInt8] { Array((text + random.pick(rest)).utf8) }

    private mutating func mutate(_ input: inout [UInt8], _ subject: Differential.Subject) {
        let place = random.below(input.count + 1)
        switch random.below(8) {
        case 0 where place < input.count: input[place] = UInt8(truncatingIfNeeded: random.next())
        case 1 where place < input.count: input[place] = random.pick(Parts.telling)
        case 2 where place < input.count: input[place] ^= 1 << UInt8(random.below(8))
        case 3: input.insert(random.pick(Parts.telling), at: place)
        case 4 where place < input.count: input.remove(at: place)
        case 5: input.removeLast(input.count - place)
        case 6 where place < input.count:
            let part = Array(input[place..<min(input.count, place + 1 + random.below(24))])
            input.insert(contentsOf: part, at: random.below(input.count))
        default:
            let other = random.pick(Corpus.inputs(for: subject))
            input.replaceSubrange(place..<input.count, with: other[random.below(other.count)...])
        }
    }
}
