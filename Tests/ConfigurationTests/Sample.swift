import Configuration

/// A small program with a setting of every kind, and the ways to start it without a file system or an environment of its own.
enum Sample {
    enum Colour: String, CaseIterable {
        case red, green, blue
    }

    static let port = Setting("port", .port, default: 4000, group: "Places", help: "Where to listen.")
    static let hosts = Setting(list: "host", .host, shown: "everywhere", group: "Places", help: "Which addresses.")
    static let peers = Setting(list: "peer", .serviceAddress, group: "Places", help: "Whom to ask.")
    static let folder = Setting("folder", .path, group: "Places", help: "What to keep.") { $0.stateFolder("sample") }
    static let wait = Setting(
        "wait-time",
        .duration(in: .milliseconds(10) ... .seconds(3600)),
        default: .seconds(90),
        group: "Limits",
        help: "How long to wait."
    )
    static let size = Setting(
        "size-max",
        .byteSize(in: 1...1 << 30),
        default: 64 << 10,
        group: "Limits",
        help: "How much to take."
    )
    static let tries = Setting("tries", .integer(in: -1...9), default: 3, group: "Limits", help: "How often to try.")
    static let colour = Setting(
        "colour",
        .word(Colour.self, placeholder: "COLOUR"),
        default: .red,
        group: "Look",
        help: "Paint."
    )
    static let isLoud = Setting("loud", .bool, default: false, group: "Look", help: "Speak up.")
    static let title = Setting("title", .string(), default: "", group: "Look", help: "What to be called.")
    static let token = Setting("token", .string(), default: "", group: "Look", isSecret: true, help: "Who may ask.")
    static let config = Setting(
        "config",
        .path,
        default: "",
        shown: "none found",
        group: "Look",
        layers: [.environment, .flag],
        help: "The file."
    )
    static let json = Setting("json", .bool, default: false, group: "Flags", layers: .flag, help: "As JSON.")
    static let speed = Setting(
        "speed",
        .integer(in: 1...100),
        default: 10,
        group: "Flags",
        layers: .flag,
        help: "How fast."
    )

    static let all: [any AnySetting] = [
        port, hosts, peers, folder, wait, size, tries, colour, isLoud, title, token, config,
    ]

    static let program = Program(
        "sample",
        version: "1.2.3",
        summary: "a program for tests",
        folder: "sample",
        configuration: config,
        commands: [
            Command("serve", summary: "Do the work.", settings: all),
            Command("config", summary: "Show the settings.", settings: [json] + all),
            Command("play", summary: "Do nothing useful.", arguments: "[GAME...]", settings: [speed]),
            Command("tell joke", summary: "Say something.", arguments: "JOKE [LISTENER]", settings: [speed]),
        ],
        foreignPrefixes: ["SAMPLE_NODE_"]
    )

    static let surroundings = Surroundings(platform: .linux, home: "/home/me")
    static let file = "/home/me/.config/sample/sample.conf"

    static func read(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        files: [String: String] = [:]
    ) throws(SettingsError) -> Invocation {
        var surroundings = surroundings
        surroundings.environment = environment
        return try program.read(arguments, in: surroundings) { path throws(FileFailure) in
            files[path].map { Array($0.utf8) }
        }
    }

    static func settings(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        files: [String: String] = [:]
    ) throws -> Settings {
        guard case .run(_, let settings, _) = try read(arguments, environment: environment, files: files) else {
            throw NotRun()
        }
        return settings
    }

    /// What is complained about, one line each, without the program's name.
    static func complaints(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        files: [String: String] = [:]
    ) -> [String] {
        do throws(SettingsError) {
            _ = try read(arguments, environment: environment, files: files)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static func said(_ arguments: [String]) throws -> String {
        guard case .say(let text) = try read(arguments) else { throw NotRun() }
        return text
    }

    struct NotRun: Error {}
}
