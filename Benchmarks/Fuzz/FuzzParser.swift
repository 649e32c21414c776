import HTTPEngine
import ParsingReference

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Puts generated inputs to the parsers and to the slow reference until they disagree, or until all were tried.
///
/// `herd-fuzz-parser INPUTS SEED [show]`. Input number n follows from SEED + n alone: a disagreement is met again at once by
/// asking for one input with the printed seed, or, if it needs what an earlier head left behind, for the same run. With
/// `show` each input is printed before it is tried, so that the last line of a crash tells its cause.
@main
struct FuzzParser {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.prefix(2).compactMap { UInt64($0) }
        guard numbers.count == 2, numbers[0] > 0, ["", "show"].contains(arguments.dropFirst(2).joined(separator: " "))
        else {
            print("usage: herd-fuzz-parser INPUTS SEED [show]")
            exit(2)
        }
        var run = FuzzRun(inputs: numbers[0], seed: numbers[1], shows: arguments.count == 3)
        if let disagreement = run.disagreement() {
            print(disagreement)
            exit(1)
        }
        print(run.summary)
    }
}
