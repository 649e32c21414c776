/// Why a settings file that exists could not be read, in the system's words.
package struct FileFailure: Error, Equatable, Sendable {
    package var reason: String

    package init(reason: String) {
        self.reason = reason
    }
}
