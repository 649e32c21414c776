import Dialects
import Testing

@testable import Practice

@Suite struct PracticeTextTests {
    @Test(arguments: [0, 1, 7, UInt64.max])
    func `the first line says what this is`(seed: UInt64) {
        let text = PracticeText(seed: seed).joined()
        #expect(text.hasPrefix("This is Herd's built-in practice model, not a real language model.\n\n"))
        #expect(text.hasSuffix("has to change."))
    }

    @Test func `the same seed says the same, another something else`() {
        let texts = (0..<40).map { PracticeText(seed: $0).joined() }
        #expect(texts == (0..<40).map { PracticeText(seed: $0).joined() })
        #expect(Set(texts).count > 30)
    }

    @Test func `pieces are as small as tokens are`() {
        let pieces = Array(PracticeText(seed: 3, length: .exactly(3000)))
        #expect(pieces.count == 3000)
        #expect(pieces.allSatisfy { (1...8).contains($0.count) })
        #expect(pieces.reduce(0) { $0 + $1.count } / pieces.count >= 3)
        #expect(
            pieces.starts(with: [
                "This", " is", " Herd", "'", "s", " built", "-", "in", " practic", "e",
            ])
        )
    }

    @Test func `a limit cuts it short and nothing else does`() {
        var text = PracticeText(seed: 5, length: .atMost(10))
        let whole = PracticeText(seed: 5).joined()
        var said = ""
        while let piece = text.next() { said += piece }
        #expect(text.count == 10 && text.reason == .length)
        #expect(whole.hasPrefix(said))

        text = PracticeText(seed: 5, length: .atMost(5000))
        while text.next() != nil {}
        #expect(text.count < 5000 && text.reason == .stop)
        #expect(PracticeText(seed: 5, length: .atMost(5000)).joined() == whole)
    }

    @Test func `told how long to be it is as long`() {
        for count in [0, 1, 50, 2500] {
            var text = PracticeText(seed: 5, length: .exactly(count))
            while text.next() != nil {}
            #expect(text.count == count && text.reason == .length)
        }
        #expect(Array(PracticeText(seed: 1, length: .exactly(.max))).count == PracticeText.tokensMax)
    }

    @Test func `paragraphs do not repeat before all were said`() {
        let paragraphs = PracticeText(seed: 9, length: .exactly(600)).joined().split(separator: "\n\n").dropLast()
        #expect(paragraphs.count > 8 && Set(paragraphs).count == paragraphs.count)
    }

    @Test(arguments: 0..<20)
    func `asked for JSON it is one object`(seed: UInt64) throws {
        let text = PracticeText(seed: seed, form: .json).joined()
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value["note"]?.string == PracticePhrases.opening)
        #expect(value["answer"]?.string?.isEmpty == false)
    }
}
