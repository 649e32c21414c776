/// An inference server as the router knows it: plain values, what is absent was never reported.
///
/// Here, in a node and in a holding, what every decision reads comes first and so lies together.
package struct Backend: Sendable {
    package let id: BackendID
    package let node: NodeID
    package var kind: BackendKind
    /// What it may be asked.
    package var calls: ServerCalls
    package var isReachable = true
    /// It is no longer in its node's reports.
    package var isGone = false
    /// It answers, and cannot serve now; nil for one that can.
    package var unready: Unreadiness?
    package var capabilities: Capability?
    package var slots: Int?
    package var handicap = Seconds.zero
    package var costTier = 0
    package var running: Int?
    package var waiting: Int?
    package var memoryTotal: ByteCount?
    package var memoryFree: ByteCount?
    package var memoryBandwidth: BytesPerSecond?

    package init(id: BackendID, node: NodeID, kind: BackendKind) {
        self.id = id
        self.node = node
        self.kind = kind
        calls = kind.calls
    }
}

/// The part of a backend that only people, the sender of a request and rare rules read.
package struct BackendProfile: Sendable {
    package let name: String
    package var address: String?
    /// What has to be shown there with each request.
    package var key: String?
    package var labels: Set<String> = []
    /// The share of its cache of prompts and answers that is in use, 0…1.
    package var cacheUse: Double?
    /// From the settings: its node's own reports do not end it by leaving it out.
    package var isStatic = false
}
