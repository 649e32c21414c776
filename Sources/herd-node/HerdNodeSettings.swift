import Configuration
import Fleet
import Telemetry

/// Every setting of `herd-node`, declared once. The defaults stand here and nowhere else.
enum HerdNodeSettings {
    // MARK: The router

    static let router = Setting(
        "router",
        .optional(.serviceAddress),
        default: nil,
        shown: "looked for",
        example: "http://10.0.0.2:11435",
        group: "Router",
        help:
            "The router to join, and no other. Without it the one that was joined last, wherever it is now; else one of this "
            + "fleet on the local network (mDNS); else http://127.0.0.1:11435. Needed where mDNS does not reach: another network, "
            + "a VPN, a container."
    )
    static let tokenFile = Setting(
        "token-file",
        .optional(.path),
        default: nil,
        shown: "none",
        example: "/etc/herd/token",
        group: "Router",
        help: "File with the token that the router wants to see (enrolment = token), in one line."
    )
    static let fleet = Setting(
        "fleet",
        .string(placeholder: "NAME"),
        default: "herd",
        group: "Router",
        help: "The fleet this machine belongs to: only its routers are joined, and routers of another one refuse it."
    )
    static let name = Setting(
        "name",
        .string(placeholder: "NAME"),
        default: "",
        shown: "the machine's own",
        group: "Router",
        help: "What this machine is called. A second one of that name gets a number behind it."
    )
    static let label = Setting(
        list: "label",
        .string(placeholder: "LABEL"),
        shown: "none",
        example: "gpu",
        group: "Router",
        help: "What requests may ask for of this machine (X-Herd-Labels)."
    )
    static let address = Setting(
        "address",
        .optional(.host),
        default: nil,
        shown: "the one the router sees",
        example: "studio.example.org",
        group: "Router",
        help:
            "By which the router reaches this machine, where that is not the address its heartbeats come from: behind a NAT "
            + "or a container's port mapping. The router must allow it (node-address = any)."
    )

    // MARK: Inference servers

    static let backend = Setting(
        list: "backend",
        .serviceAddress,
        shown: "none",
        example: "http://127.0.0.1:9000",
        group: "Servers",
        help: "An inference server beside those that are found, as http://HOST:PORT[/BASE] or https://."
    )
    static let caFile = Setting(
        "ca-file",
        .optional(.path),
        default: nil,
        shown: "the system's",
        example: "~/authority.pem",
        group: "Servers",
        help:
            "Certificates in PEM form of the authorities that https servers, the router among them, must be certified by, "
            + "in place of those this system trusts."
    )
    static let findServers = Setting(
        "find-servers",
        .bool,
        default: true,
        group: "Servers",
        help: "Look for inference servers on the ports where they usually listen, on this machine alone."
    )
    static let lookInterval = Setting(
        "look-interval",
        .duration(in: .milliseconds(100) ... .seconds(3600)),
        default: .seconds(3),
        group: "Servers",
        help: "How often a server is asked which models it has and how busy it is."
    )
    static let startOllama = Setting(
        "start-ollama",
        .bool,
        default: false,
        group: "Servers",
        help:
            "Keep Ollama running on this machine: started when nobody answers at its port (11434, or that of OLLAMA_HOST), again "
            + "when it ends, and ended with this program. What it says is in ollama.log in the data folder."
    )
    static let relay = Setting(
        "relay",
        .word(RelayUse.self, placeholder: "WHEN"),
        default: .auto,
        group: "Servers",
        help:
            "Whether the router's requests go through this program: auto, for servers that listen on loopback only, or "
            + "always."
    )
    static let relayPort = Setting(
        "relay-port",
        .port,
        default: 0,
        shown: "one that stays the same",
        group: "Servers",
        help: "Where the relay listens, for those whose firewall must know."
    )

    // MARK: The owner

    static let whenCamera = busy("camera", "a camera is in use", .camera)
    static let whenMicrophone = busy("microphone", "a microphone is in use", .microphone)
    static let whenOwner = busy("owner", "the owner says so with herd-node pause", .owner)

    /// A film keeps the screen awake like a presentation: no reason to refuse work.
    static let whenPresentation = busy(
        "presentation",
        "something keeps the screen awake",
        .presentation,
        usually: .avoid
    )
    static let habits = Setting(
        "habits",
        .bool,
        default: true,
        group: "Owner",
        help: "Let the router rather use others in the hours of the week in which this machine is usually needed."
    )

    private static func busy(
        _ name: String,
        _ what: String,
        _ cause: BusyFlag.Cause,
        usually policy: BusyFlag.Policy? = nil
    ) -> Setting<BusyWish> {
        Setting(
            "when-\(name)",
            .word(BusyWish.self, placeholder: "WHAT"),
            default: BusyWish(policy ?? cause.usualPolicy),
            group: "Owner",
            help: "While \(what): pause (no new requests), avoid (rather others) or ignore."
        )
    }

    // MARK: The program itself

    static let stopDeadline = Setting(
        "stop-deadline",
        .duration(in: .zero ... .seconds(86_400)),
        default: .seconds(30),
        group: "Program",
        help: "How long a stop waits for requests that run through the relay; a second signal ends at once."
    )
    static let logLevel = Setting(
        "log-level",
        .word(LogLevel.self, placeholder: "LEVEL"),
        default: .info,
        group: "Program",
        help: "What is logged: error, warning, info or debug."
    )
    static let logFormat = Setting(
        "log-format",
        .word(LogFormat.self, placeholder: "FORMAT"),
        default: .text,
        group: "Program",
        help: "Log lines for people (text) or for programs (json)."
    )
    static let dataDir = Setting(
        "data-dir",
        .path,
        group: "Program",
        help: "Folder for this machine's identity, made if it is missing; each running herd-node has its own."
    ) {
        $0.stateFolder("herd-node")
    }
    static let config = Setting(
        "config",
        .path,
        default: "",
        shown: "none found",
        group: "Program",
        layers: [.environment, .flag],
        help: "The settings file; it must exist when it is named."
    )

    // MARK: Of one command only

    static let pauseFor = Setting(
        "for",
        .optional(.duration(in: .seconds(1) ... .seconds(365 * 86_400))),
        default: nil,
        shown: "until resumed",
        group: "Flags",
        layers: .flag,
        help: "How long."
    )
    static let json = Setting(
        "json",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "Print JSON."
    )
    static let example = Setting(
        "example",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "Print a settings file with every default instead, ready to be edited."
    )

    static let all: [any AnySetting] = [
        router, fleet, tokenFile, name, label, address,
        backend, findServers, lookInterval, startOllama, relay, relayPort, caFile,
        whenCamera, whenMicrophone, whenPresentation, whenOwner, habits,
        stopDeadline, logLevel, logFormat, dataDir, config,
    ]

    static let program = Program(
        "herd-node",
        version: "0.1.0",
        summary: "lets a machine's inference servers join the herd",
        folder: "herd",
        configuration: config,
        commands: [
            Command("run", summary: "Find the inference servers here and tell the router of them.", settings: all),
            Command(
                "status",
                summary: "Say how this machine stands with its router.",
                settings: [json, dataDir, config]
            ),
            Command(
                "pause",
                summary: "Take no new requests: the machine is needed by its owner.",
                settings: [pauseFor, dataDir, config]
            ),
            Command("resume", summary: "Take requests again.", settings: [dataDir, config]),
            Command(
                "config",
                summary: "Show every setting, its value and where it came from.",
                settings: [json, example] + all
            ),
        ]
    )
}

enum RelayUse: String, CaseIterable {
    case auto, always
}

/// What the owner wants done when the machine is needed.
enum BusyWish: String, CaseIterable {
    case pause, avoid, ignore

    init(_ policy: BusyFlag.Policy) {
        self =
            switch policy {
            case .pause: .pause
            case .avoid: .avoid
            case .ignore: .ignore
            }
    }

    var policy: BusyFlag.Policy {
        switch self {
        case .pause: .pause
        case .avoid: .avoid
        case .ignore: .ignore
        }
    }
}
