import Testing

@testable import Dialects

@Suite struct LineFramerTests {
    private func lines(_ pieces: [[UInt8]]) -> [String] {
        var framer = LineFramer()
        var found: [String] = []
        for piece in pieces {
            var index = 0
            while let frame = framer.next(in: piece.span, from: &index) {
                switch frame {
                case .here(let range): found.append(String(decoding: piece[range], as: UTF8.self))
                case .held: found.append(String(decoding: framer.line, as: UTF8.self))
                }
            }
        }
        if framer.finish() { found.append(String(decoding: framer.line, as: UTF8.self)) }
        return found
    }

    @Test(
        arguments: [
            ("a\nb\n", ["a", "b"]), ("a\n\n \nb", ["a", "b"]), ("a\r\nb\r\n", ["a\r", "b\r"]), ("", []), ("\n", []),
            ("é😀\n", ["é😀"]), (" \n a", [" a"]),
        ]
    )
    func `lines are cut wherever the bytes are`(text: String, expected: [String]) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            #expect(lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
        #expect(lines(bytes.map { [$0] }) == expected)
    }
}
