import Testing

@testable import Dialects

@Suite struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas and colons come by themselves`() {
        let written = text {
            $0.object {
                $0.key("a")
                $0.array {
                    $0.integer(-1)
                    $0.number(0.25)
                    $0.array { _ in }
                    $0.object { _ in }
                    $0.null()
                }
                $0.key("b\n")
                $0.bool(true)
                $0.key("c")
                $0.raw(Array("[ 1 ]".utf8).span)
                $0.key("d")
                $0.string("x")
            }
        }
        #expect(written == #"{"a":[-1,0.25,[],{},null],"b\n":true,"c":[ 1 ],"d":"x"}"#)
    }

    @Test func `a writer that was cleared begins anew`() {
        var writer = JSONWriter()
        writer.array { $0.integer(1) }
        writer.clear()
        writer.array { $0.integer(2) }
        #expect(writer.bytes == Array("[2]".utf8))
    }

    @Test func `every control byte, quote and backslash is escaped and nothing else is`() throws {
        for scalar in (0..<0x250).compactMap(Unicode.Scalar.init) {
            for length in [0, 1, 14, 15, 16, 17, 33] {
                let text = String(repeating: "x", count: length) + String(scalar) + "é"
                let written = self.text { $0.string(text) }
                #expect(try JSONValue(parsing: Array(written.utf8)) == .string(text))
                let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
                #expect(written.contains("\\") == mustEscape)
            }
        }
        #expect(
            text { $0.string("\u{1}\u{1f}\t\n\r\u{8}\u{c}\"\\/\u{7f}") } == #""\u0001\u001f\t\n\r\b\f\"\\/"#
                + "\u{7f}\""
        )
    }

    @Test func `numbers that JSON does not have are null`() {
        #expect(
            text {
                $0.array {
                    $0.number(Double.nan)
                    $0.number(-Float.infinity)
                    $0.number(Float(0.1))
                    $0.number(1e300)
                    $0.number(-0.0)
                }
            } == "[null,null,0.1,1e+300,-0.0]"
        )
    }
}
