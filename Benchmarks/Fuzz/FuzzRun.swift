import HTTPEngine
import ParsingReference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// So many inputs from one seed on, and what they met.
struct FuzzRun {
    let inputs: UInt64
    let seed: UInt64
    let shows: Bool
    private var differential = Differential()
    private let start = ContinuousClock.now

    init(inputs: UInt64, seed: UInt64, shows: Bool) {
        self.inputs = inputs
        self.seed = seed
        self.shows = shows
    }

    /// The first disagreement, with all that is needed to meet it again, or nil.
    mutating func disagreement() -> String? {
        for number in 0..<inputs {
            if let found = disagreement(ofInput: seed &+ number) { return found }
        }
        return nil
    }

    private mutating func disagreement(ofInput seed: UInt64) -> String? {
        let subjects = Differential.Subject.allCases
        let subject = subjects[Int(seed % UInt64(subjects.count))]
        var generator = InputGenerator(seed: seed)
        let input = generator.input(for: subject)
        if shows {
            print("seed \(seed), \(subject.rawValue): \(Escape.text(input))")
            fflush(nil)
        }
        return differential.disagreement(on: input, subject, seed: seed).map {
            "seed \(seed), \(subject.rawValue): \($0)\n\(Escape.text(input))"
        }
    }

    /// A fault that was never met was not tested.
    var summary: String {
        let tally = differential.tally
        let rate = Int(Double(inputs) / (start.duration(to: .now) / .seconds(1)))
        let unmet = HeadFault.allCases.filter { !tally.faults.contains($0) }.map { "\($0)" }
        return """
            \(inputs) inputs from seed \(seed): no disagreement, \(rate) a second; \
            readings: \(tally.complete) complete, \(tally.refused) refused, \(tally.unfinished) unfinished; \
            faults met: \(tally.faults.count) of heads, \(tally.chunkFaults.count) of chunks\
            \(unmet.isEmpty ? "" : ", not " + unmet.joined(separator: " "))
            """
    }
}
