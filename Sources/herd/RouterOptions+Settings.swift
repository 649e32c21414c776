import Configuration
import Fleet
import HTTPEngine
import Router
import Routing

extension RouterOptions {
    /// What the user set, in the words of the modules that act on it.
    init(_ settings: Settings) {
        self.init()
        hosts = settings[HerdSettings.host]
        origins = Origins(settings[HerdSettings.origin])
        port = Int(settings[HerdSettings.port])
        loops = settings[HerdSettings.loops]
        for backend in settings[HerdSettings.backend] {
            let endpoint = Endpoint(backend.address)
            backends.append(endpoint)
            terms[endpoint] = backend.terms
        }
        backendsPlace = settings.origin(of: HerdSettings.backend).description
        let operatorKey = settings[HerdSettings.operatorKeyFile]
        operatorKeyFile = operatorKey.isEmpty ? nil : operatorKey
        aliases = HerdSettings.aliases(settings)
        let model = settings[HerdSettings.defaultModel]
        defaultModel = model.isEmpty ? nil : model
        managesModels = settings[HerdSettings.modelManagement]
        version = HerdSettings.version
        policy = RoutingPolicy(settings)
        fleetName = settings[HerdSettings.fleet]
        // One heartbeat that is lost is no sign of anything.
        fleet.lateAfter = max(
            Seconds(settings[HerdSettings.lateAfter]),
            Seconds(settings[HerdSettings.beatInterval]) * 2.5
        )
        fleet.offlineAfter = max(Seconds(settings[HerdSettings.offlineAfter]), fleet.lateAfter)
        nodeRetention = settings[HerdSettings.nodeRetention]
        fleet.forgottenAfter = max(Seconds(nodeRetention), fleet.offlineAfter)
        isAnnounced = settings[HerdSettings.announce]
        enrolment =
            switch settings[HerdSettings.enrolment] {
            case .open: .open
            case .approve: .approve
            case .token: .token(.unknown)
            }
        beatInterval = settings[HerdSettings.beatInterval]
        acceptsForeignAddresses = settings[HerdSettings.nodeAddress] == .any
        probeInterval = settings[HerdSettings.probeInterval]
        receiptsKept = settings[HerdSettings.receiptsKept]
        replayMax = settings[HerdSettings.replayMax]
        uploadMax = UInt64(settings[HerdSettings.uploadMax])
        let wait = settings[HerdSettings.keepAliveAfter]
        keepAliveAfter = wait == .zero ? nil : wait
        keepAliveInterval = settings[HerdSettings.keepAliveInterval]
        dataDir = settings[HerdSettings.dataDir]
        server = ServerOptions(settings)
        upstream = UpstreamOptions(settings)
    }
}

extension RoutingPolicy {
    fileprivate init(_ settings: Settings) {
        self.init()
        attemptsMax = settings[HerdSettings.attemptsMax]
        waitMax = Seconds(settings[HerdSettings.waitMax])
        laneLengthMax = settings[HerdSettings.laneLengthMax]
        waitingBytesMax = ByteCount(Int64(settings[HerdSettings.waitingMemoryMax]))
        decodeWeight = settings[HerdSettings.decodeWeight]
        isWarmingAhead = settings[HerdSettings.warmAhead]
        disturbance = Seconds(settings[HerdSettings.disturbance])
        costTier = Seconds(settings[HerdSettings.costTier])
        contextDefault = settings[HerdSettings.contextDefault]
        breakerFailuresMax = settings[HerdSettings.breakerFailuresMax]
        breakerPause = Seconds(settings[HerdSettings.breakerPause])
        breakerPauseMax = max(breakerPauseMax, breakerPause)
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
