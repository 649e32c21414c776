/// One thing wrong with what somebody wrote: where, and in one sentence what would be right.
package struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
    package var place: String
    package var message: String
    /// A slip on the command line ends with another exit code than a bad file.
    var isUsage: Bool

    init(at origin: Origin, _ message: String) {
        place = origin.description
        self.message = message
        if case .flag = origin { isUsage = true } else { isUsage = false }
    }

    init(usage message: String) {
        place = ""
        self.message = message
        isUsage = true
    }

    init(file path: String, _ message: String) {
        place = path
        self.message = message
        isUsage = false
    }

    package var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
