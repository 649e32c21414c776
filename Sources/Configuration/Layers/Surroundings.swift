/// What a program finds around it when it starts: the platform, the environment, the user's home.
///
/// A value, so that the rules for standard places can be tested on one platform for both.
package struct Surroundings: Sendable {
    package enum Platform: Sendable {
        case linux
        case macOS
    }

    package var platform: Platform
    package var environment: [String: String]
    package var home: String?

    package init(platform: Platform, environment: [String: String] = [:], home: String? = nil) {
        self.platform = platform
        self.environment = environment
        self.home = home
    }

    /// The files to look for when none is named, the nearest to the user first. The first that exists is read, no other.
    package func configurationFiles(folder: String, file: String) -> [String] {
        switch platform {
        case .linux:
            let user = absolute("XDG_CONFIG_HOME") ?? home.map { $0 + "/.config" }
            return [user, "/etc"].compactMap { $0.map { "\($0)/\(folder)/\(file)" } }
        case .macOS:
            return applicationSupport(folder).map { ["\($0)/\(file)"] } ?? []
        }
    }

    /// The folder for what a program must keep between runs; `/var/lib` serves an account that has no home.
    package func stateFolder(_ folder: String) -> String {
        switch platform {
        case .linux:
            let user = absolute("XDG_STATE_HOME") ?? home.map { $0 + "/.local/state" }
            return "\(user ?? "/var/lib")/\(folder)"
        case .macOS:
            return applicationSupport(folder) ?? "/var/lib/\(folder)"
        }
    }

    /// A leading `~` means the home, in every layer: no shell expands a line of a file.
    func expanded(_ path: String) -> String? {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        return home.map { $0 + path.dropFirst() }
    }

    private func applicationSupport(_ folder: String) -> String? {
        home.map { "\($0)/Library/Application Support/\(folder.prefix(1).uppercased())\(folder.dropFirst())" }
    }

    /// The XDG rules ask for absolute paths and tell programs to ignore others.
    private func absolute(_ variable: String) -> String? {
        environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
