import Configuration
import Fleet
import HTTPEngine
import NodeAgent
import Telemetry

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension AgentOptions {
    /// Routers take names up to this length.
    private static let nameMax = 200

    /// What the owner set, in the words of the agent.
    init(_ settings: Settings) {
        let name = settings[HerdNodeSettings.name]
        self.init(
            router: settings[HerdNodeSettings.router].map { Endpoint($0) },
            dataDir: settings[HerdNodeSettings.dataDir],
            name: name.isEmpty ? Self.machineName : String(name.prefix(Self.nameMax))
        )
        fleet = settings[HerdNodeSettings.fleet]
        labels = Set(settings[HerdNodeSettings.label])
        address = settings[HerdNodeSettings.address]
        backends = settings[HerdNodeSettings.backend].map { Endpoint($0) }
        if !settings[HerdNodeSettings.findServers] { ports = [] }
        if settings[HerdNodeSettings.startOllama] { keepOllama() }
        lookInterval = settings[HerdNodeSettings.lookInterval]
        relaysAlways = settings[HerdNodeSettings.relay] == .always
        let port = Int(settings[HerdNodeSettings.relayPort])
        relayPort = port > 0 ? port : nil
        policy[.camera] = settings[HerdNodeSettings.whenCamera].policy
        policy[.microphone] = settings[HerdNodeSettings.whenMicrophone].policy
        policy[.presentation] = settings[HerdNodeSettings.whenPresentation].policy
        policy[.owner] = settings[HerdNodeSettings.whenOwner].policy
        mindsHabits = settings[HerdNodeSettings.habits]
        stopDeadline = settings[HerdNodeSettings.stopDeadline]
    }

    /// What the file holds is sent to the router, and is in no log.
    mutating func readToken(_ settings: Settings, _ log: Logger) throws(SecretFile.Fault) {
        guard let path = settings[HerdNodeSettings.tokenFile] else { return }
        let file = try SecretFile(path, of: "token")
        token = file.text
        if file.isReadableByOthers {
            log.warning(
                "the token file can be read by other users of this machine: chmod 600 makes it private",
                ["file": .string(path)]
            )
        }
    }

    /// Whom https servers have to be certified by.
    mutating func readTrust(_ settings: Settings) throws(Trust.Fault) {
        if let path = settings[HerdNodeSettings.caFile] { try trust.believe(path) }
    }

    /// Where it listens by what its owner has set for it.
    private mutating func keepOllama() {
        let set = getenv("OLLAMA_HOST").map { String(cString: $0) } ?? ""
        let port = set.split(separator: ":").last.flatMap { Int($0) } ?? 11_434
        ollama = Endpoint(host: "127.0.0.1", port: port)
    }

    /// Without its domain.
    private static var machineName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "node" }
        let name = bytes.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: ".")) }.map { UInt8(bitPattern: $0) }
        return name.isEmpty ? "node" : String(decoding: name, as: UTF8.self)
    }
}
