/// What the command line asked for, with everything read and checked.
package enum Invocation: Sendable {
    /// Print this and leave with 0: help or the version.
    case say(String)
    case run(command: String, settings: Settings, arguments: [String])
}
