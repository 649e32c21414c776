import Configuration
import Routing

/// What an operator may want otherwise in how requests are placed. The other numbers of `RoutingPolicy` are nobody's taste.
extension HerdSettings {
    static let attemptsMax = Setting(
        "attempts-max",
        .integer(in: 1...TriedBackends.countMax),
        default: 3,
        group: "Routing",
        help: "Backends a request is sent to until one answers, the first included; 1 never tries another."
    )
    static let waitMax = Setting(
        "wait-max",
        .duration(in: shortest...day),
        default: .seconds(300),
        group: "Routing",
        help:
            "How long a request may wait in line that does not say so itself (X-Herd-Deadline); then it is answered 503."
    )
    static let laneLengthMax = Setting(
        "lane-length-max",
        .integer(in: 1...100_000),
        default: 1000,
        group: "Routing",
        help: "Requests waiting in one line; half as many of one client. More are answered 429."
    )
    static let waitingMemoryMax = Setting(
        "waiting-memory-max",
        .byteSize(in: 1 << 20...1 << 50),
        default: 256 << 20,
        group: "Routing",
        help: "Memory for the bodies of all requests that wait in line; a request that does not fit is answered 503."
    )
    static let decodeWeight = Setting(
        "decode-weight",
        .decimal(in: 0...1),
        default: 0.2,
        group: "Routing",
        help:
            "What a second of writing the answer counts against a second of waiting for its first token: 0 looks at the "
            + "first token only, 1 at when the answer is whole."
    )
    static let warmAhead = Setting(
        "warm-ahead",
        .bool,
        default: true,
        group: "Routing",
        help: "Whether models are loaded on further nodes when a line waits longer than that takes; "
            + "--warm-ahead=no turns it off."
    )
    static let disturbance = Setting(
        "disturbance",
        .duration(in: .zero...day),
        default: .seconds(20),
        group: "Routing",
        help: "How much longer a request shall rather take elsewhere than on a machine whose owner needs it now."
    )
    static let costTier = Setting(
        "cost-tier",
        .duration(in: .zero...day),
        default: .seconds(10),
        group: "Routing",
        help: "How much longer a request shall rather take than go one cost tier higher (backend, cost-tier=N)."
    )
    static let contextDefault = Setting(
        "context-default",
        .integer(in: 2048...1 << 24),
        default: 4096,
        group: "Routing",
        help: "Context, in tokens, to load a model with for a request that needs no longer one."
    )
    static let breakerFailuresMax = Setting(
        "breaker-failures-max",
        .integer(in: 1...1000),
        default: 3,
        group: "Routing",
        help: "Failures of a backend in a row after which it is left alone for a while."
    )
    static let breakerPause = Setting(
        "breaker-pause",
        .duration(in: shortest...day),
        default: .seconds(10),
        group: "Routing",
        help: "How long a failing backend is left alone; each time twice as long, up to two minutes."
    )
}
