import Configuration
import Fleet
import HTTPEngine
import NodeAgent

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

extension AgentOptions {
    private static let routerUsual = Endpoint(host: "127.0.0.1", port: 11_435)
    /// Routers take names up to this length.
    private static let nameMax = 200

    /// What the owner set, in the words of the agent.
    init(_ settings: Settings) {
        let dataDir = settings[HerdNodeSettings.dataDir]
        let name = settings[HerdNodeSettings.name]
        self.init(
            router: Self.router(settings, dataDir),
            dataDir: dataDir,
            name: name.isEmpty ? Self.machineName : String(name.prefix(Self.nameMax))
        )
        fleet = settings[HerdNodeSettings.fleet]
        labels = Set(settings[HerdNodeSettings.label])
        address = settings[HerdNodeSettings.address]
        backends = settings[HerdNodeSettings.backend].map { Endpoint($0) }
        if !settings[HerdNodeSettings.findServers] { ports = [] }
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

    /// Whom https servers have to be certified by.
    mutating func readTrust(_ settings: Settings) throws(Trust.Fault) {
        if let path = settings[HerdNodeSettings.caFile] { try trust.believe(path) }
    }

    private static func router(_ settings: Settings, _ dataDir: String) -> Endpoint {
        let remembered = AgentFolder(dataDir).router.flatMap { ServiceAddress($0) }
        return (settings[HerdNodeSettings.router] ?? remembered).map { Endpoint($0) } ?? routerUsual
    }

    /// Without its domain.
    private static var machineName: String {
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "node" }
        let name = bytes.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: ".")) }.map { UInt8(bitPattern: $0) }
        return name.isEmpty ? "node" : String(decoding: name, as: UTF8.self)
    }
}

extension Endpoint {
    fileprivate init(_ address: ServiceAddress) {
        self.init(
            host: address.host,
            port: Int(address.port),
            basePath: address.base,
            isSecure: address.isSecure
        )
    }
}
