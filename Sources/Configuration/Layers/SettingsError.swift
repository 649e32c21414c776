/// Everything that is wrong with how the program was started, reported at once: whoever mends the file should not have to run us
/// once for each line.
package struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
    package var program: String
    package var problems: [Problem]
    /// What to type to learn more; empty when only a file or the environment is at fault.
    var advice = ""

    /// The numbers of `sysexits.h`: 64 for the command line, 78 for a file or the environment.
    package var exitCode: Int32 { problems.contains(where: \.isUsage) ? 64 : 78 }

    package var description: String {
        var lines = problems.map { "\(program): \($0)" }
        if !advice.isEmpty, let last = lines.indices.last { lines[last] += " (\(advice))" }
        return lines.joined(separator: "\n")
    }
}
