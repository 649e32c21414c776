import Testing

@testable import Dialects

@Suite struct EventFramerTests {
    private func events(_ pieces: [[UInt8]]) -> [String] {
        var framer = EventFramer()
        var found: [String] = []
        for piece in pieces {
            var index = 0
            while framer.next(in: piece.span, from: &index) {
                found.append(String(decoding: framer.data, as: UTF8.self))
            }
        }
        if framer.finish() { found.append(String(decoding: framer.data, as: UTF8.self)) }
        return found
    }

    @Test(
        arguments: [
            ("data: a\n\ndata: b\n\n", ["a", "b"]), ("data:a\r\n\r\ndata:b\r\n\r\n", ["a", "b"]),
            ("data: a\r\rdata: b\r\r", ["a", "b"]), ("data: a\ndata: b\n\n", ["a\nb"]),
            ("data: a\n\n\n\n\ndata: b\n\n", ["a", "b"]), (": x\n\ndata: a\n: y\n\n", ["a"]),
            ("event: e\nid: 1\nretry: 5\ndata: a\n\n", ["a"]), ("dat: a\ndatax: b\ndata\ndata: c\n\n", ["\nc"]),
            ("data:  a\n\n", [" a"]), ("\u{FEFF}data: a\n\n", ["a"]), ("data: a", ["a"]), ("data: a\n", ["a"]),
            ("data:\n\n", []), ("", []), ("\n\n", []), ("data: é😀\n\n", ["é😀"]),
        ]
    )
    func `events are cut by the standard, wherever the bytes are`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            #expect(events([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
        #expect(events(bytes.map { [$0] }) == expected)
    }
}
