import Testing

@testable import HTTPEngine

private let every = Array(UInt8.min...UInt8.max)

/// Some text in the middle of other text, so that reading beyond an end would show.
private struct Excerpt {
    let bytes: [UInt8]
    let slice: HeadSlice

    init(_ text: some Collection<UInt8>) {
        bytes = Array("::::::::".utf8) + text + Array("::::::::".utf8)
        slice = HeadSlice(8..<8 + text.count)
    }

    func equals(_ literal: StaticString) -> Bool { bytes.span.equals(literal, at: slice) }
    func matches(_ literal: StaticString) -> Bool { bytes.span.matches(literal, at: slice) }
    func hasPrefix(_ literal: StaticString) -> Bool { bytes.span.hasPrefix(literal, at: slice) }
    func spells(_ text: String) -> Bool { bytes.span.spells(text, at: slice) }

    func isSameName(as other: String) -> Bool {
        let both = bytes + Array(other.utf8)
        return both.span.sameName(slice, HeadSlice(bytes.count..<both.count))
    }

    var elements: [String] {
        var elements = ListElements(slice)
        var found: [String] = []
        while let element = elements.next(in: bytes.span) {
            found.append(String(decoding: bytes[element.range], as: UTF8.self))
        }
        return found
    }
}

@Suite struct ByteTests {
    @Test func `bytes are of the classes that the grammar names`() {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let tokens = Set((letters + "0123456789!#$%&'*+-.^_`|~").utf8)
        #expect(Set(every.filter(\.isToken)) == tokens)
        #expect(Set(every.filter(\.isDigit)) == Set("0123456789".utf8))
        #expect(every.filter(\.isWhitespace) == [0x09, 0x20])
        #expect(every.filter(\.isVisible) == Array(0x21...0x7E))
        #expect(every.filter(\.isControl) == Array(0x00...0x1F) + [0x7F])
        #expect(every.filter { !$0.isFieldContent } == every.filter { $0.isControl && $0 != 0x09 })
    }

    @Test func `digits have their value, and nothing else has one`() {
        for byte in every {
            let value = Character(Unicode.Scalar(byte)).isASCII ? Character(Unicode.Scalar(byte)).hexDigitValue : nil
            #expect(byte.hexValue < 16 ? Int(byte.hexValue) == value : value == nil)
        }
    }

    @Test func `only capitals have a small letter`() {
        for byte in every {
            let isCapital = ("A"..."Z").contains(Unicode.Scalar(byte))
            #expect(byte.lowercased == (isCapital ? byte + 32 : byte))
        }
    }

    /// One of each way to compare: byte by byte, by half words, by words, and with a rest.
    private static let literals: [StaticString] = [
        "te", "via", "host", "expect", "trailer", "12/:-abc", "forwarded", "content-length", "http2-settings",
        "proxy-connection", "transfer-encoding",
    ]

    @Test(arguments: literals.indices)
    func `a name is matched in any case, and no other name is`(_ index: Int) {
        let literal = Self.literals[index]
        let name = Array(literal.description.utf8)
        for place in name.indices {
            for byte in every where byte.isFieldContent {
                var changed = name
                changed[place] = byte
                let excerpt = Excerpt(changed)
                #expect(excerpt.matches(literal) == (byte.lowercased == name[place]))
                #expect(excerpt.equals(literal) == (byte == name[place]))
            }
        }
        for other in [name.dropLast(), name[...] + [0x61], [0x61] + name] {
            #expect(!Excerpt(other).matches(literal))
            #expect(!Excerpt(other).equals(literal))
        }
    }

    @Test func `a name begins with a literal only if it is long enough`() {
        for (name, expected) in [
            ("Proxy-", true), ("pRoXy-A", true), ("proxy", false), ("", false), ("aproxy-", false),
        ] {
            #expect(Excerpt(name.utf8).hasPrefix("proxy-") == expected, "\(name)")
        }
    }

    @Test(arguments: [
        ("X-A-b", true), ("x-a-B", true), ("x-a-", false), ("x-a-bb", false), ("x_a-b", false), ("x-a-{", false),
    ])
    func `two names are the same in any case`(_ other: String, _ expected: Bool) {
        #expect(Excerpt("x-A-b".utf8).isSameName(as: other) == expected)
        #expect(Excerpt("x-A-b".utf8).spells(other) == expected)
    }

    @Test func `a bracket is no capital brace`() {
        #expect(!Excerpt("[".utf8).isSameName(as: "{"))
        #expect(!Excerpt("[".utf8).spells("{"))
    }

    @Test(arguments: [
        ("", [""]), (",", ["", ""]), (" a\t", ["a"]), ("a,b , c d ,,", ["a", "b", "c d", "", ""]), (" , a", ["", "a"]),
    ])
    func `a list is taken apart at its commas`(_ text: String, _ expected: [String]) {
        #expect(Excerpt(text.utf8).elements == expected)
    }
}
