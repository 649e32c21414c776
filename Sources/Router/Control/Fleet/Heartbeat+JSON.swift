import Configuration
import Dialects
import Fleet

extension Heartbeat {
    /// As it is written in Docs/API/heartbeat.md.
    init(_ reader: FieldReader) throws(FieldReader.Fault) {
        self.init(node: try reader.required("node", try reader.text("node"), "the node's name"))
        version = try reader.required("version", try reader.count("version"), "a whole number, zero or more")
        sequence = try reader.count("sequence").map { UInt64($0) }
        run = try reader.count("run").map { UInt64($0) }
        isDraining = try reader.bool("draining")
        isLeaving = try reader.bool("leaving")
        thermal = try reader.word("thermal", ThermalState.words)
        pressure = try reader.word("pressure", MemoryPressure.words)
        foreignLoad = try reader.share("foreign_load")
        mindsHabits = try reader.bool("habits")
        if let machine = try reader.object("machine") { self.machine = try MachineReport(machine) }
        utcOffset = try reader.count("utc_offset", in: ReportBounds.utcOffset)
        labels = try reader.texts("labels").map { Set($0) }
        if let flags = try reader.objects("busy", max: BusyFlag.countMax) {
            var busy: [BusyFlag] = []
            for flag in flags { busy.append(try BusyFlag(flag)) }
            self.busy = busy
        }
        if let reports = try reader.objects("backends", max: ReportBounds.backendsMax) {
            var backends: [BackendReport] = []
            for report in reports { backends.append(try BackendReport(report)) }
            self.backends = backends
        }
    }
}

extension BusyFlag {
    fileprivate static let countMax = 16

    fileprivate init(_ reader: FieldReader) throws(FieldReader.Fault) {
        let known = Cause.words.map { "\"\($0.0)\"" }.joined(separator: ", ")
        self.init(
            cause: try reader.required("cause", try reader.word("cause", Cause.words), "one of \(known)"),
            policy: try reader.word("policy", Policy.words),
            chance: try reader.share("chance") ?? 1
        )
    }
}

extension MachineReport {
    fileprivate init(_ reader: FieldReader) throws(FieldReader.Fault) {
        self.init()
        chip = try reader.text("chip")
        processors = try reader.count("processors", in: ReportBounds.requests)
        memory = try reader.bytes("memory")
        diskFree = try reader.bytes("disk_free")
        isOnBattery = try reader.bool("on_battery")
        charge = try reader.share("charge")
    }
}

extension BackendReport {
    private static let addressMax = 2048

    fileprivate init(_ reader: FieldReader) throws(FieldReader.Fault) {
        let kinds = BackendKind.allCases.map { ($0.rawValue, $0) }
        self.init(
            name: try reader.required("name", try reader.text("name"), "the backend's name"),
            kind: try reader.word("kind", kinds) ?? .openAI
        )
        address = try reader.text("address", max: Self.addressMax)
        if let address, ServiceAddress(address) == nil {
            throw reader.fault("address", "a URL such as http://10.0.0.5:11434")
        }
        port = try reader.count("port", in: 1...65_535)
        key = try reader.string("key")
        if let key, !key.isFieldText { throw reader.fault("key", "up to 255 letters, digits or signs, without blanks") }
        isReachable = try reader.bool("reachable")
        unready = try reader.word("unready", Unreadiness.words)
        slots = try reader.count("slots", in: ReportBounds.requests)
        running = try reader.count("running", in: ReportBounds.requests)
        waiting = try reader.count("waiting", in: ReportBounds.requests)
        cacheUse = try reader.share("cache_use")
        memoryTotal = try reader.bytes("memory_total")
        memoryFree = try reader.bytes("memory_free")
        memoryBandwidth = try reader.number("memory_bandwidth", in: ReportBounds.bytesPerSecond).map {
            BytesPerSecond($0)
        }
        capabilities = try reader.capabilities("capabilities")
        handicap = try reader.number("handicap", in: ReportBounds.handicap).map { Seconds($0) }
        costTier = try reader.count("cost_tier", in: ReportBounds.costTier)
        labels = try reader.texts("labels").map { Set($0) }
        if let models = try reader.objects("models", max: ReportBounds.modelsMax) {
            var reports: [ModelReport] = []
            for model in models { reports.append(try ModelReport(model)) }
            self.models = reports
        }
    }
}

extension ModelReport {
    /// Centuries in both directions: where models stay for ever, servers say so in many ways.
    private static let expiry = -1e12...1e12

    fileprivate init(_ reader: FieldReader) throws(FieldReader.Fault) {
        let spelling = try reader.text("name", max: ModelName.lengthMax)
        guard let spelling, let name = ModelName(spelling) else { throw reader.fault("name", "the model's name") }
        let places: [(String, Place)] = [
            ("disk", .disk), ("listed", .listed), ("resident", .resident),
            ("loading", .loading(done: try reader.share("loaded"))),
        ]
        self.init(name, try reader.word("place", places) ?? .disk)
        unready = try reader.word("unready", Unreadiness.words)
        self.spelling = spelling
        if let digest = try reader.text("digest") {
            self.digest = try reader.required("digest", ModelDigest(digest), "a hash such as sha256:…")
        }
        size = try reader.bytes("size")
        residentSize = try reader.bytes("resident_size")
        contextLength = try reader.count("context_length", in: ReportBounds.tokens)
        contextMax = try reader.count("context_max", in: ReportBounds.tokens)
        capabilities = try reader.capabilities("capabilities")
        expiresIn = try reader.number("expires_in", in: Self.expiry).map { Seconds($0) }
        isPinned = try reader.bool("pinned")
        card = try reader.object("card").map(ModelCard.init)
    }
}

extension ModelCard {
    fileprivate init(_ reader: FieldReader) throws(FieldReader.Fault) {
        let forms = Form.allCases.map { ($0.rawValue, $0) }
        let known = forms.map { "\"\($0.0)\"" }.joined(separator: ", ")
        self.init(
            try reader.required("form", try reader.word("form", forms), "one of \(known)"),
            try reader.encodedObject("listed", max: Self.announcedMax) ?? [],
            resident: try reader.encodedObject("resident", max: Self.announcedMax)
        )
    }
}

extension FieldReader {
    fileprivate func share(_ key: String) throws(Fault) -> Double? { try number(key, in: 0...1) }

    fileprivate func bytes(_ key: String) throws(Fault) -> ByteCount? {
        try count(key, in: ReportBounds.bytes).map { ByteCount(Int64($0)) }
    }

    /// Words this router does not know are left out: a newer agent may have more of them.
    fileprivate func capabilities(_ key: String) throws(Fault) -> Capability? {
        try texts(key).map { words in
            Capability.named.filter { words.contains($0.name) }.reduce(into: []) { $0.formUnion($1.capability) }
        }
    }
}

extension String {
    /// It can stand in a head as it is.
    fileprivate var isFieldText: Bool {
        (1...255).contains(utf8.count) && utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

extension Unreadiness {
    static let words: [(String, Unreadiness)] = allCases.map { ($0.word, $0) }
}
