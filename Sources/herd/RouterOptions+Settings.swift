import Configuration
import HTTPEngine
import Router

extension RouterOptions {
    /// What the user set, in the words of the modules that act on it.
    init(_ settings: Settings) {
        self.init()
        hosts = settings[HerdSettings.host]
        port = Int(settings[HerdSettings.port])
        loops = settings[HerdSettings.loops]
        backends = settings[HerdSettings.backend].map(Endpoint.init)
        probeInterval = settings[HerdSettings.probeInterval]
        receiptsKept = settings[HerdSettings.receiptsKept]
        replayMax = settings[HerdSettings.replayMax]
        uploadMax = UInt64(settings[HerdSettings.uploadMax])
        dataDir = settings[HerdSettings.dataDir]
        server = ServerOptions(settings)
        upstream = UpstreamOptions(settings)
    }
}

extension Endpoint {
    init(_ address: ServiceAddress) {
        self.init(host: address.host, port: Int(address.port), basePath: address.base)
    }
}

extension HeadLimits {
    fileprivate init(_ settings: Settings) {
        self.init()
        bytesMax = settings[HerdSettings.headMax]
        fieldsMax = settings[HerdSettings.fieldsMax]
    }
}

extension ServerOptions {
    fileprivate init(_ settings: Settings) {
        self.init()
        headLimits = HeadLimits(settings)
        connectionsMax = settings[HerdSettings.connectionsMax]
        bodyMax = UInt64(settings[HerdSettings.bodyMax])
        bodiesMemoryMax = settings[HerdSettings.bodiesMemoryMax]
        headTimeout = settings[HerdSettings.headTimeout]
        bodyTimeout = settings[HerdSettings.bodyTimeout]
        idleTimeout = settings[HerdSettings.idleTimeout]
        writeTimeout = settings[HerdSettings.writeTimeout]
        stopGrace = settings[HerdSettings.stopGrace]
        stopDeadline = settings[HerdSettings.stopDeadline]
    }
}

extension UpstreamOptions {
    fileprivate init(_ settings: Settings) {
        self.init()
        headLimits = HeadLimits(settings)
        connectTimeout = settings[HerdSettings.connectTimeout]
        firstByteTimeout = settings[HerdSettings.firstByteTimeout]
        firstTokenTimeout = settings[HerdSettings.firstTokenTimeout]
        betweenBytesTimeout = settings[HerdSettings.betweenBytesTimeout]
        writeTimeout = settings[HerdSettings.writeTimeout]
        idleTimeout = settings[HerdSettings.backendIdleTimeout]
        idleMax = settings[HerdSettings.backendIdleMax]
        connectionsMax = settings[HerdSettings.backendConnectionsMax]
        resolveInterval = settings[HerdSettings.resolveInterval]
    }
}
