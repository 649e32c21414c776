package import Dialects
package import Fleet

extension Heartbeat {
    /// As it is written in Docs/API/heartbeat.md. What is unknown is left out.
    package func written(by identity: NodeIdentity, fleet: String, token: String? = nil) -> JSONObject {
        var object: JSONObject = [
            "version": .number(JSONNumber(version)), "node": .string(node), "id": .string(identity.id),
            "secret": .string(identity.secret), "fleet": .string(fleet),
        ]
        object.put("token", token.map { .string($0) })
        object.put("run", run.map { .number(JSONNumber(Int(clamping: $0))) })
        object.put("sequence", sequence.map { .number(JSONNumber(Int(clamping: $0))) })
        object.put("draining", isDraining.map { .bool($0) })
        object.put("leaving", isLeaving.map { .bool($0) })
        object.put(
            "thermal",
            thermal.flatMap { value in ThermalState.words.first { $0.1 == value } }.map { .string($0.0) }
        )
        object.put(
            "pressure",
            pressure.flatMap { value in MemoryPressure.words.first { $0.1 == value } }.map { .string($0.0) }
        )
        object.put("foreign_load", .share(foreignLoad))
        object.put("busy", busy.map { .array($0.map { .object($0.written) }) })
        object.put("habits", mindsHabits.map { .bool($0) })
        object.put("machine", machine.map { .object($0.written) })
        object.put("utc_offset", utcOffset.map { .number(JSONNumber($0)) })
        object.put("labels", labels.map { .array($0.sorted().map { .string($0) }) })
        object.put("backends", backends.map { .array($0.prefix(ReportBounds.backendsMax).map { .object($0.written) }) })
        return object
    }
}

extension BusyFlag {
    fileprivate var written: JSONObject {
        var object: JSONObject = [:]
        object.put("cause", Cause.words.first { $0.1 == cause }.map { .string($0.0) })
        object.put("policy", Policy.words.first { $0.1 == policy }.map { .string($0.0) })
        object.put("chance", .share(chance))
        return object
    }
}

extension MachineReport {
    fileprivate var written: JSONObject {
        var object: JSONObject = [:]
        object.put("chip", chip.map { .string($0) })
        object.put("processors", .integer(processors, in: ReportBounds.requests))
        object.put("memory", .bytes(memory))
        object.put("disk_free", .bytes(diskFree))
        object.put("on_battery", isOnBattery.map { .bool($0) })
        object.put("charge", .share(charge))
        return object
    }
}

extension BackendReport {
    fileprivate var written: JSONObject {
        var object: JSONObject = ["name": .string(name), "kind": .string(kind.rawValue)]
        object.put("address", address.map { .string($0) })
        object.put("port", .integer(port, in: 1...65_535))
        object.put("key", key.map { .string($0) })
        object.put("reachable", isReachable.map { .bool($0) })
        object.put("unready", unready.map { .string($0.word) })
        object.put("slots", .integer(slots, in: ReportBounds.requests))
        object.put("running", .integer(running, in: ReportBounds.requests))
        object.put("waiting", .integer(waiting, in: ReportBounds.requests))
        object.put("cache_use", .share(cacheUse))
        object.put("memory_total", .bytes(memoryTotal))
        object.put("memory_free", .bytes(memoryFree))
        object.put("memory_bandwidth", .real(memoryBandwidth?.value.cut(to: ReportBounds.bytesPerSecond)))
        object.put("capabilities", capabilities.map { .array($0.names.map { .string($0) }) })
        object.put("models", models.map { .array($0.prefix(ReportBounds.modelsMax).map { .object($0.written) }) })
        return object
    }
}

extension ModelReport {
    fileprivate var written: JSONObject {
        var object: JSONObject = ["name": .string(spelling ?? name.description)]
        object.put("digest", digest.map { .string($0.text) })
        switch place {
        case .disk: object["place"] = "disk"
        case .listed: object["place"] = "listed"
        case .resident: object["place"] = "resident"
        case .loading(let done):
            object["place"] = "loading"
            object.put("loaded", .share(done))
        }
        object.put("unready", unready.map { .string($0.word) })
        object.put("size", .bytes(size))
        object.put("resident_size", .bytes(residentSize))
        object.put("context_length", .integer(contextLength, in: ReportBounds.tokens))
        object.put("context_max", .integer(contextMax, in: ReportBounds.tokens))
        object.put("capabilities", capabilities.map { .array($0.names.map { .string($0) }) })
        object.put("expires_in", .real(expiresIn?.value))
        object.put("pinned", isPinned.map { .bool($0) })
        object.put("card", card?.written)
        return object
    }
}

extension ModelCard {
    /// Nil where nothing of it is to be said, or all of it is too long.
    fileprivate var written: JSONValue? {
        let (listed, resident) = (Self.sendable(listed), resident.flatMap(Self.sendable))
        if listed == nil && resident == nil { return nil }
        var object: JSONObject = ["form": .string(form.rawValue)]
        object.put("listed", listed)
        object.put("resident", resident)
        return .object(object)
    }

    private static func sendable(_ entry: [UInt8]) -> JSONValue? {
        entry.isEmpty || entry.count > announcedMax ? nil : try? JSONValue(parsing: entry)
    }
}

extension JSONObject {
    /// Nothing where there is nothing to say.
    mutating func put(_ key: String, _ value: JSONValue?) {
        if let value { append(key, value) }
    }
}

extension JSONValue? {
    static func real(_ value: Double?) -> JSONValue? { value.flatMap { JSONNumber($0) }.map { .number($0) } }

    static func share(_ value: Double?) -> JSONValue? { real(value?.cut(to: 0...1)) }

    /// A count; what a server says that is none is left out, and what is more than any machine can have is cut, or the router would
    /// refuse all that is said.
    static func integer(_ value: Int?, in bounds: ClosedRange<Int>) -> JSONValue? {
        value.flatMap { $0 >= 0 ? .number(JSONNumber($0.cut(to: bounds))) : nil }
    }

    static func bytes(_ value: ByteCount?) -> JSONValue? {
        integer(value.map { Int($0.value) }, in: ReportBounds.bytes)
    }
}
