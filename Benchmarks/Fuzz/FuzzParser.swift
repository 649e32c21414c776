import HTTPEngine
import ParsingReference

/// Puts generated inputs to the parsers and to the slow reference until they disagree, or until all were tried.
///
/// `herd-fuzz-parser INPUTS SEED`. Input number n follows from SEED + n alone: a disagreement is met again at once by asking
/// for one input with the printed seed. What was found belongs into the corpus, as a line of the printed form.
@main
struct FuzzParser {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().map { UInt64($0) }
        guard arguments.count == 2, let inputs = arguments[0], let seed = arguments[1], inputs > 0 else {
            print("usage: herd-fuzz-parser INPUTS SEED")
            return
        }
        var differential = Differential()
        let start = ContinuousClock.now
        for number in 0..<inputs {
            try check(seed &+ number, &differential)
            if (number + 1) % 1_000_000 == 0 {
                print(number + 1, "inputs,", rate(number + 1, since: start), "a second")
            }
        }
        report(differential.tally, inputs, seed, rate(inputs, since: start))
    }

    static func check(_ seed: UInt64, _ differential: inout Differential) throws {
        let subjects = Differential.Subject.allCases
        let subject = subjects[Int(seed % UInt64(subjects.count))]
        var generator = InputGenerator(seed: seed)
        let input = generator.input(for: subject)
        guard let disagreement = differential.disagreement(on: input, subject, seed: seed) else { return }
        throw Disagreement(description: "seed \(seed), \(subject.rawValue): \(disagreement)\n\(Escape.text(input))")
    }

    struct Disagreement: Error, CustomStringConvertible {
        var description: String
    }

    static func rate(_ inputs: UInt64, since start: ContinuousClock.Instant) -> Int {
        Int(Double(inputs) / (start.duration(to: .now) / .seconds(1)))
    }

    static func report(_ tally: Tally, _ inputs: UInt64, _ seed: UInt64, _ rate: Int) {
        print("\(inputs) inputs from seed \(seed): no disagreement, \(rate) inputs a second")
        print("runs: \(tally.complete) complete, \(tally.refused) refused, \(tally.unfinished) unfinished")
        let unseen = HeadFault.allCases.filter { !tally.faults.contains($0) }.map { "\($0)" }
        print(
            "faults of heads: \(tally.faults.count) met, never met: \(unseen.isEmpty ? "none" : unseen.joined(separator: " "))"
        )
        print("faults of chunks: \(tally.chunkFaults.count) met")
    }
}
