import Testing

@testable import HTTPEngine

private func written(capacity: Int = 0, _ write: (inout ByteWriter) -> Void) -> [UInt8] {
    var writer = ByteWriter(capacity: capacity)
    write(&writer)
    return writer.bytes
}

private func text(_ write: (inout ByteWriter) -> Void) -> String {
    String(decoding: written(write), as: UTF8.self)
}

@Suite struct ByteWriterTests {
    @Test func `pieces of every kind stand in the order they were written`() {
        let bytes = written {
            $0.append("a")
            $0.append(Array("bc".utf8).span)
            $0.append(Array("de".utf8))
            $0.append(text: "f\u{FC}")
            $0.append(byte: 0)
            $0.append("0123", from: 1, count: 2)
        }
        #expect(bytes == Array("abcdef\u{FC}\u{0}12".utf8))
    }

    @Test func `nothing adds nothing`() {
        let bytes = written {
            $0.append("")
            $0.append([UInt8]().span)
            $0.append([])
            $0.append(text: "")
            $0.append("0123", from: 4, count: 0)
            $0.append(chunk: [UInt8]().span)
        }
        #expect(bytes.isEmpty)
    }

    @Test func `what was written survives every growth`() {
        for capacity in [0, 1, 16, 17, 64] {
            var expected: [UInt8] = []
            let bytes = written(capacity: capacity) { writer in
                for length in 0..<100 {
                    let piece = [UInt8](repeating: UInt8(length), count: length)
                    writer.append(piece)
                    writer.append(byte: 0xFF)
                    expected += piece + [0xFF]
                }
            }
            #expect(bytes == expected)
        }
    }

    @Test func `a cleared writer begins anew`() {
        let bytes = written {
            $0.append("a long text that grows")
            $0.clear()
            $0.append("b")
        }
        #expect(bytes == [UInt8(ascii: "b")])
    }

    @Test(arguments: [0, 1, 9, 10, 11, 99, 100, 101, 12_345, 1 << 32, .max] as [UInt64])
    func `numbers are written as they are read`(_ number: UInt64) {
        #expect(text { $0.append(decimal: number) } == String(number))
        #expect(text { $0.append(hex: number) } == String(number, radix: 16))
    }

    @Test(arguments: [0, 1, 15, 16, 255, 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210, .max] as [UInt64])
    func `a whole number has all sixteen digits`(_ number: UInt64) {
        let digits = text { $0.append(wholeHex: number) }
        #expect(digits.utf8.count == 16)
        #expect(UInt64(digits, radix: 16) == number)
        #expect(digits == digits.lowercased())
    }

    @Test func `two digits are two`() {
        #expect(
            [0, 7, 10, 59, 99].map { number in text { $0.append(twoDigits: number) } } == [
                "00", "07", "10", "59", "99",
            ]
        )
    }

    @Test func `a chunk that was written is read as the same data`() {
        for length in [1, 9, 10, 15, 16, 17, 255, 256, 4097] {
            let data = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let body = written {
                $0.append(chunk: data.span)
                $0.append(chunk: [UInt8]().span)
                $0.append(chunk: data.span)
                $0.append("0\r\n\r\n")
            }
            let decoding = decode(body)
            #expect(decoding.data == data + data)
            #expect(decoding.end == body.count)
        }
    }
}
