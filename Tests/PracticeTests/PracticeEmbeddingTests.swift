import Testing

@testable import Practice

@Suite struct PracticeEmbeddingTests {
    private func similarity(_ one: String, _ other: String) -> Float {
        zip(PracticeEmbedding(of: one).values, PracticeEmbedding(of: other).values).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test(arguments: ["", " ", "a", "The quick brown fox", "日本語 テキスト", String(repeating: "word ", count: 5000)])
    func `every text has a direction and the length one`(text: String) {
        let values = PracticeEmbedding(of: text).values
        #expect(values.count == 384)
        #expect(abs(values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
        #expect(PracticeEmbedding(of: text).values == values)
    }

    @Test func `texts that share words are closer than those that do not`() {
        let text = "The cat sat on the mat in the sun"
        let near = similarity(text, "A cat is sitting on a mat in the sun")
        let far = similarity(text, "Quarterly revenue grew by four percent")
        #expect(similarity(text, text) > 0.999)
        #expect(similarity(text, "the CAT sat, on the mat: in the sun!") > 0.999)
        #expect(near > 0.3 && near < 0.999)
        #expect(abs(far) < 0.2)
        #expect(similarity("dog bites man", "man bites dog") < 0.999)
    }

    @Test func `fewer dimensions are a unit vector too`() {
        for dimensions in [1, 8, 256] {
            let values = PracticeEmbedding(of: "some text", dimensions: dimensions).values
            #expect(values.count == dimensions)
            #expect(abs(values.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
        }
        #expect(PracticeEmbedding(of: "some text", dimensions: 5000).values.count == 384)
        #expect(PracticeEmbedding(of: "some text", dimensions: 0).values.count == 384)
    }

    @Test func `numbers are laid out lowest byte first`() {
        let embedding = PracticeEmbedding(of: "x", dimensions: 1)
        let bits: UInt32 = embedding.values[0] > 0 ? 0x3F80_0000 : 0xBF80_0000
        #expect(embedding.littleEndianBytes == [0, 0, 0x80, UInt8(bits >> 24)])
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `base64 is that of the RFC`(text: String, expected: String) {
        #expect(Base64.text(of: Array(text.utf8)) == expected)
        #expect(Base64.text(of: [0xFB, 0xFF, 0xFE]) == "+//+")
    }
}
