/// What a node says about itself, once every few seconds, and at once when something changes.
///
/// Everything but the name is optional, and absent means unknown, never zero: an agent that cannot read its thermal
/// state is not cool, and one that leaves out `backends` keeps those it reported before. Unknown never counts against it.
package struct Heartbeat: Sendable {
    /// Raised when a field changes its meaning; fields may be added without.
    package static let versionCurrent = 1

    package var version = Heartbeat.versionCurrent
    package var node: String
    /// Counts up within one run of the agent; a beat that was overtaken on the way is recognised by it.
    package var sequence: UInt64?
    /// A new number for each run of the agent, so that its sequence may start again.
    package var run: UInt64?
    package var isDraining: Bool?
    /// It is the last of its run: what runs on the node is gone with it.
    package var isLeaving: Bool?
    package var thermal: ThermalState?
    package var pressure: MemoryPressure?
    /// The share of CPU or GPU that is used by others than the backends' requests, 0…1.
    package var foreignLoad: Double?
    package var busy: [BusyFlag]?
    /// False: that its owner usually needs it at this hour is no reason to spare it.
    package var mindsHabits: Bool?
    /// What kind of machine it is and how it is fed: for people.
    package var machine: MachineReport?
    /// Seconds that its owner's clock is ahead of UTC: habits are of the place.
    package var utcOffset: Int?
    package var labels: Set<String>?
    package var backends: [BackendReport]?

    package init(node: String) {
        self.node = node
    }
}

/// What a node says about one inference server on it.
package struct BackendReport: Sendable {
    /// Distinguishes the backends of one node.
    package var name: String
    package var kind: BackendKind
    /// Where requests go; the deciding modules only carry it.
    package var address: String?
    /// In the place of an address: a port where the node's words come from. Only the edge knows where that is.
    package var port: Int?
    /// What has to be shown there with each request.
    package var key: String?
    package var isReachable: Bool?
    /// Why it cannot serve now although it answers; absent for one that can.
    package var unready: Unreadiness?
    /// What it may be asked, where that is not what all of its kind may be.
    package var calls: ServerCalls?
    package var slots: Int?
    package var running: Int?
    package var waiting: Int?
    /// The share of its cache of prompts and answers that is in use, 0…1.
    package var cacheUse: Double?
    package var memoryTotal: ByteCount?
    package var memoryFree: ByteCount?
    package var memoryBandwidth: BytesPerSecond?
    package var capabilities: Capability?
    /// Seconds the operator adds to every request here: negative to prefer it, positive to keep it for need.
    package var handicap: Seconds?
    package var costTier: Int?
    /// Beside those of its node.
    package var labels: Set<String>?
    /// Every model it has, resident or not. Absent: unchanged since the last report.
    package var models: [ModelReport]?

    package init(name: String, kind: BackendKind) {
        self.name = name
        self.kind = kind
    }
}

/// What a node says about one model on one backend.
package struct ModelReport: Equatable, Sendable {
    package enum Place: Equatable, Sendable {
        case disk
        /// It is there; whether in memory the server does not say.
        case listed
        case loading(done: Double?)
        case resident
    }

    package var name: ModelName
    /// The name to the letter, for servers that mind its case; without it the name's one form is used.
    package var spelling: String?
    package var digest: ModelDigest?
    package var place: Place
    /// Why it cannot be served now although the server can; absent for one that can.
    package var unready: Unreadiness?
    package var size: ByteCount?
    package var residentSize: ByteCount?
    /// The context it is loaded with.
    package var contextLength: Int?
    /// The longest context the model knows.
    package var contextMax: Int?
    package var capabilities: Capability?
    /// Seconds until the backend unloads it by itself.
    package var expiresIn: Seconds?
    package var isPinned: Bool?
    package var card: ModelCard?

    package init(_ name: ModelName, _ place: Place) {
        self.name = name
        self.place = place
    }
}
