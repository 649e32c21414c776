import ParsingReference
import Testing

@testable import HTTPEngine

/// Real heads and known attacks, in every possible pair of pieces and against the slow reference.
@Suite struct CorpusTests {
    @Test(arguments: Corpus.requests)
    func `a request reads the same however it is cut`(_ bytes: [UInt8]) {
        let whole = readRequest(bytes)
        for cuts in everyCut(of: bytes.count) { #expect(readRequest(bytes, cuts: cuts) == whole) }
    }

    @Test(arguments: Corpus.responses)
    func `a response reads the same however it is cut`(_ bytes: [UInt8]) {
        let whole = readResponse(bytes)
        for cuts in everyCut(of: bytes.count) { #expect(readResponse(bytes, cuts: cuts) == whole) }
    }

    @Test(arguments: Corpus.chunks)
    func `a chunked body reads the same however it is cut`(_ bytes: [UInt8]) {
        let whole = decode(bytes)
        for cuts in everyCut(of: bytes.count) { #expect(decode(bytes, cuts: cuts) == whole) }
    }

    @Test(arguments: Corpus.chunks)
    func `a chunked body is passed on the same however it is cut`(_ bytes: [UInt8]) {
        let whole = pass(bytes)
        for cuts in everyCut(of: bytes.count) { #expect(pass(bytes, cuts: cuts) == whole) }
    }

    /// At each place, byte by byte, and for what is small at each two places.
    private func everyCut(of count: Int) -> [[Int]] {
        var cuts = (0...count).map { [$0] } + [Array(0...count)]
        if count <= 40 {
            for first in 0...count { cuts += (first...count).map { [first, $0] } }
        }
        return cuts
    }

    @Test(arguments: Differential.Subject.allCases)
    func `the slow reference agrees on the corpus`(_ subject: Differential.Subject) {
        var differential = Differential()
        for input in Corpus.inputs(for: subject) {
            for seed in 0..<8 as Range<UInt64> {
                #expect(differential.disagreement(on: input, subject, seed: seed) == nil)
            }
        }
    }

    /// The large run is Benchmarks/Fuzz/run.sh; this one keeps everybody honest.
    @Test(arguments: Differential.Subject.allCases)
    func `the slow reference agrees on generated inputs`(_ subject: Differential.Subject) {
        var differential = Differential()
        for seed in 0..<1200 as Range<UInt64> {
            var generator = InputGenerator(seed: seed)
            let input = generator.input(for: subject)
            let disagreement = differential.disagreement(on: input, subject, seed: seed)
            #expect(disagreement == nil, "seed \(seed): \(Escape.text(input))")
        }
        #expect(differential.tally.complete > 100)
        #expect(differential.tally.refused > 100)
    }

    @Test func `an escaped input is the same after reading it back`() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Escape.bytes(Escape.text(bytes)) == bytes)
        #expect(Escape.bytes("\\q") == nil)
    }
}
