import Configuration
import Router
import Telemetry

/// Every setting of `herd`, declared once. The defaults stand here and nowhere else: the modules' options are filled from these.
enum HerdSettings {
    // MARK: Listening

    static let host = Setting(
        list: "host",
        .host,
        shown: "all addresses",
        example: "127.0.0.1",
        group: "Listening",
        help: "Address to listen on, IPv4 or IPv6. Without one, every address of this machine."
    )
    static let port = Setting(
        "port",
        .port,
        default: 11435,
        group: "Listening",
        help: "Port to listen on; 0 takes any free one."
    )
    static let origin = Setting(
        list: "origin",
        .origin,
        shown: "pages of this machine and apps made of pages",
        example: "https://chat.example.org",
        group: "Listening",
        help:
            "Pages in browsers that may ask, beside those of this machine and apps made of pages; one * stands for anything, "
            + "as in http://192.168.0.9:*. Pages from elsewhere are answered 403."
    )
    static let connectionsMax = Setting(
        "connections-max",
        .integer(in: 1...1_000_000),
        default: 16_384,
        group: "Listening",
        help: "Connections of clients at one time; more are answered 503."
    )
    static let loops = Setting(
        "loops",
        .integer(in: 0...64),
        default: 0,
        group: "Listening",
        help: "Event loops, one thread each; 0 means one for every two cores and at most 4."
    )

    // MARK: Backends

    static let backend = Setting(
        list: "backend",
        .configuredBackend,
        shown: "none",
        example: "http://127.0.0.1:11434 name=studio labels=gpu,home handicap=2s cost-tier=0 slots=4 type=ollama",
        group: "Backends",
        check: ConfiguredBackend.misfit,
        help:
            "Inference server to send requests to, as http://HOST:PORT[/BASE] or https://. Behind it may stand what the "
            + "server does not know itself: name=MACHINE, labels=A,B that requests may ask for, handicap=SECONDS added "
            + "to its price (-2s prefers it), cost-tier=N, slots=N requests at once, type=KIND in place of finding out what it is, "
            + "key-file=PATH of the key it wants, ca-file=PATH like the setting but for this one, models=A,B where it "
            + "does not list them or not all are wanted."
    )
    static let caFile = Setting(
        "ca-file",
        .optional(.path),
        default: nil,
        shown: "the system's",
        example: "~/authority.pem",
        group: "Backends",
        help:
            "Certificates in PEM form of the authorities that https backends must be certified by, in place of those "
            + "this system trusts."
    )
    static let probeInterval = Setting(
        "probe-interval",
        .duration(in: .seconds(1)...day),
        default: .seconds(5),
        group: "Backends",
        help: "How often the backends are asked which models they have and how busy they are."
    )
    static let connectTimeout = Setting(
        "connect-timeout",
        .duration(in: shortest...day),
        default: .seconds(5),
        group: "Backends",
        help: "How long connecting to a backend may take."
    )
    static let firstByteTimeout = Setting(
        "first-byte-timeout",
        .duration(in: shortest...day),
        default: .seconds(600),
        group: "Backends",
        help: "How long a backend may take until its answer begins; loading a large model takes minutes."
    )
    static let firstTokenTimeout = Setting(
        "first-token-timeout",
        .duration(in: shortest...day),
        default: .seconds(600),
        group: "Backends",
        help: "How long a stream may consist of signs of life until its first token."
    )
    static let betweenBytesTimeout = Setting(
        "between-bytes-timeout",
        .duration(in: shortest...day),
        default: .seconds(300),
        group: "Backends",
        help: "How long a backend may fall silent in the middle of an answer."
    )
    static let backendIdleTimeout = Setting(
        "backend-idle-timeout",
        .duration(in: shortest...day),
        default: .seconds(50),
        group: "Backends",
        help: "How long an unused connection to a backend is kept; less than the backend keeps it."
    )
    static let backendIdleMax = Setting(
        "backend-idle-max",
        .integer(in: 0...65_536),
        default: 128,
        group: "Backends",
        help: "Unused connections kept for each backend, on each loop."
    )
    static let backendConnectionsMax = Setting(
        "backend-connections-max",
        .integer(in: 1...65_536),
        default: 8192,
        group: "Backends",
        help: "Connections to each backend at one time, on each loop."
    )
    static let resolveInterval = Setting(
        "resolve-interval",
        .duration(in: .seconds(1)...day),
        default: .seconds(30),
        group: "Backends",
        help: "How often the names of backends are looked up again."
    )

    // MARK: Routing

    static let receiptsKept = Setting(
        "receipts-kept",
        .integer(in: 0...100_000),
        default: 1000,
        group: "Routing",
        help: "Of how many requests it is remembered where they went and why: see /fleet/requests."
    )

    // MARK: Limits of a request

    static let headMax = Setting(
        "head-max",
        .byteSize(in: 1024...16 << 20),
        default: 64 << 10,
        group: "Limits",
        help: "Size of a request's or an answer's head; a larger request is answered 431."
    )
    static let fieldsMax = Setting(
        "fields-max",
        .integer(in: 8...4096),
        default: 128,
        group: "Limits",
        help: "Header fields of a request or an answer; more in a request are answered 431."
    )
    static let bodyMax = Setting(
        "body-max",
        .byteSize(in: 1024...1 << 50),
        default: 512 << 20,
        group: "Limits",
        help: "Size of a request's body; a larger one is answered 413."
    )
    static let uploadMax = Setting(
        "upload-max",
        .byteSize(),
        default: 0,
        group: "Limits",
        help: "Size of a model file sent to /api/blobs, which is streamed and never kept; 0 means no limit."
    )
    static let bodiesMemoryMax = Setting(
        "bodies-memory-max",
        .byteSize(in: 1 << 20...1 << 50),
        default: 512 << 20,
        group: "Limits",
        help: "Memory for the bodies of all requests together; a request that does not fit is answered 503."
    )
    static let replayMax = Setting(
        "replay-max",
        .byteSize(),
        default: 1 << 20,
        group: "Limits",
        help: "Size of a body that is kept until the answer begins, so that another connection can be tried."
    )

    // MARK: Patience with clients

    static let headTimeout = Setting(
        "head-timeout",
        .duration(in: shortest...day),
        default: .seconds(15),
        group: "Patience with clients",
        help: "How long a client may take to send the head of a request."
    )
    static let bodyTimeout = Setting(
        "body-timeout",
        .duration(in: shortest...day),
        default: .seconds(60),
        group: "Patience with clients",
        help: "How long a client may send nothing in the middle of a body."
    )
    static let idleTimeout = Setting(
        "idle-timeout",
        .duration(in: shortest...day),
        default: .seconds(75),
        group: "Patience with clients",
        help: "How long a client's connection is kept between two requests."
    )
    static let writeTimeout = Setting(
        "write-timeout",
        .duration(in: shortest...day),
        default: .seconds(60),
        group: "Patience with clients",
        help: "How long a client may take nothing of what is sent to it."
    )
    static let keepAliveAfter = Setting(
        "keep-alive-after",
        .duration(in: .zero...day),
        default: .seconds(10),
        group: "Patience with clients",
        help: "When a client that waits for its stream is first sent a sign of life; 0 means never."
    )
    static let keepAliveInterval = Setting(
        "keep-alive-interval",
        .duration(in: shortest...day),
        default: .seconds(10),
        group: "Patience with clients",
        help: "How often it is sent another, until its answer begins."
    )
    static let stopGrace = Setting(
        "stop-grace",
        .duration(in: .zero...day),
        default: .milliseconds(500),
        group: "Patience with clients",
        help: "On a stop, how long a client that was answered just now may begin another request."
    )
    static let stopDeadline = Setting(
        "stop-deadline",
        .duration(in: .zero...day),
        default: .seconds(30),
        group: "Patience with clients",
        help: "How long a stop waits for running requests; a second signal ends at once."
    )

    // MARK: The program itself

    static let logLevel = Setting(
        "log-level",
        .word(LogLevel.self, placeholder: "LEVEL"),
        default: .info,
        group: "Program",
        help: "What is logged: error, warning, info (lifecycle) or debug (every request). Never what a request says."
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
        help: "Folder for what Herd learns and keeps, made if it is missing; each running Herd has its own."
    ) {
        $0.stateFolder("herd")
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

    static let practicePort = Setting(
        "practice-port",
        .port,
        default: 11_500,
        group: "Practice",
        help: "Port of the practice model; 0 takes any free one."
    )
    static let practiceSpeed = Setting(
        "practice-speed",
        .integer(in: 1...100_000),
        default: 40,
        group: "Practice",
        help: "Tokens a second of the practice model."
    )
    static let practiceFirstToken = Setting(
        "practice-first-token",
        .duration(in: .zero...day),
        default: .milliseconds(250),
        group: "Practice",
        help: "How long the practice model takes until its first token."
    )
    static let practiceDialect = Setting(
        "practice-dialect",
        .word(PracticeTongue.self, placeholder: "DIALECT"),
        default: .all,
        group: "Practice",
        help: "What the practice model speaks: all, as Ollama does, or only ollama, openai or anthropic."
    )
    static let agent = Setting(
        "agent",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "The servers on this machine are announced by herd-node: do not ask them as well."
    )
    static let json = Setting(
        "json",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "Print JSON instead of a table."
    )
    static let example = Setting(
        "example",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "Print a settings file with every default instead, ready to be edited."
    )

    static let router = Setting(
        "router",
        .optional(.serviceAddress),
        default: nil,
        shown: "the one on this machine",
        group: "Flags",
        layers: [.environment, .flag],
        help: "The router to ask."
    )
    static let promptTokens = Setting(
        "prompt-tokens",
        .integer(in: 0...1_000_000_000),
        default: 0,
        group: "Flags",
        layers: .flag,
        help: "How long the request's prompt is."
    )
    static let context = Setting(
        "context",
        .optional(.integer(in: 1...1_000_000_000)),
        default: nil,
        shown: "none",
        group: "Flags",
        layers: .flag,
        help: "The context it asks for, which is Ollama's num_ctx."
    )
    static let priority = Setting(
        "priority",
        .word(RoutePriority.self, placeholder: "PRIORITY"),
        default: .normal,
        group: "Flags",
        layers: .flag,
        help: "How urgent it is: interactive, normal or batch."
    )
    static let label = Setting(
        list: "label",
        .label,
        shown: "none",
        group: "Flags",
        layers: .flag,
        help: "What the node must be labelled with."
    )

    static let once = Setting(
        "once",
        .bool,
        default: false,
        group: "Flags",
        layers: .flag,
        help: "Show one picture and end."
    )
    static let interval = Setting(
        "interval",
        .duration(in: .milliseconds(100)...day),
        default: .seconds(1),
        group: "Flags",
        layers: .flag,
        help: "From one picture to the next."
    )

    static let all: [any AnySetting] = [
        host, port, origin, connectionsMax, loops,
        backend, caFile, probeInterval, connectTimeout, firstByteTimeout, firstTokenTimeout, betweenBytesTimeout,
        backendIdleTimeout,
        backendIdleMax,
        backendConnectionsMax, resolveInterval,
        alias, defaultModel, modelManagement,
        attemptsMax, waitMax, laneLengthMax, waitingMemoryMax, decodeWeight, warmAhead, disturbance, costTier,
        contextDefault, breakerFailuresMax, breakerPause, receiptsKept,
        fleet, announce, enrolment, tokenFile, beatInterval, lateAfter, offlineAfter, nodeRetention, nodeAddress,
        operatorKeyFile,
        headMax, fieldsMax, bodyMax, uploadMax, bodiesMemoryMax, replayMax,
        headTimeout, bodyTimeout, idleTimeout, writeTimeout, keepAliveAfter, keepAliveInterval,
        stopGrace, stopDeadline,
        logLevel, logFormat, dataDir, config,
    ]

    /// Of the commands that ask a running router.
    private static let asking: [any AnySetting] = [
        router, json, port, dataDir, operatorKeyFile, caFile, config,
    ]

    static let version = "0.1.0"

    static let program = Program(
        "herd",
        version: version,
        summary: "one address for all your inference servers",
        folder: "herd",
        configuration: config,
        commands: [
            Command("serve", summary: "Listen and forward requests to the backends.", settings: all),
            Command(
                "try",
                summary: "Serve with what runs on this machine, or with the practice model.",
                settings: all + [agent, practiceSpeed, practiceFirstToken, practiceDialect]
            ),
            Command(
                "practice",
                summary: "Be an inference server without a model, to try things out with.",
                settings: [
                    practicePort, practiceSpeed, practiceFirstToken, practiceDialect, logLevel, logFormat, config,
                ]
            ),
            Command(
                "config",
                summary: "Show every setting, its value and where it came from.",
                settings: [json, example] + all
            ),
            Command(
                "route explain",
                summary: "Ask a running router where a request for a model would go now, and why. Nothing is sent.",
                arguments: "MODEL",
                settings: [promptTokens, context, priority, label] + asking
            ),
            Command("status", summary: "Say how a running router and its fleet stand.", settings: asking),
            Command("nodes", summary: "List the machines and the servers on them.", settings: asking),
            Command(
                "nodes add",
                summary:
                    "Add a server to a running router, and say what it is. Terms are those of --backend, as handicap=2s.",
                arguments: "URL [TERM...]",
                settings: addedTerms + [check] + asking
            ),
            Command(
                "nodes remove",
                summary: "Take a server away that was added, or forget a machine. What runs there goes on.",
                arguments: "NAME",
                settings: asking
            ),
            Command(
                "nodes drain",
                summary: "Send a machine nothing new, until it is resumed. What runs there goes on.",
                arguments: "NAME",
                settings: asking
            ),
            Command(
                "nodes resume",
                summary: "Send a drained machine requests again.",
                arguments: "NAME",
                settings: asking
            ),
            Command(
                "nodes approve",
                summary: "Let a machine into the fleet that waits for it (enrolment = approve).",
                arguments: "NAME",
                settings: asking
            ),
            Command("models", summary: "List the models and where they are.", settings: asking),
            Command(
                "top",
                summary: "Watch the fleet: servers, who waits and what runs. q ends it.",
                settings: [once, interval] + asking
            ),
        ],
        foreignPrefixes: ["HERD_NODE_"]
    )

    static let shortest = Duration.milliseconds(1)
    static let day = Duration.seconds(86_400)
}
