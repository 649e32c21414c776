/// A broken rule, with the place to mend it.
struct Violation: Equatable, CustomStringConvertible {
    var path: String
    var line: Int
    var reason: String

    var description: String { "\(path):\(line): \(reason)" }
}
