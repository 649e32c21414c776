import Dialects
import Fleet
import Telemetry

/// A model that is in some backend's memory, as clients are shown it.
struct ResidentModel: Sendable {
    let model: ListedModel
    /// What it takes of memory, and with which context it is loaded.
    let size: ByteCount?
    let contextLength: Int?
    let expiresAt: Telemetry.WallTime
    /// Its server's own entry; nil where it has none, or was asked before the model was loaded.
    let entry: JSONObject?

    /// What never leaves memory is shown as for ever, which clients take this far ahead to mean.
    private static let forEver = Seconds(100 * 366 * 86_400)
    /// How long an Ollama keeps a model by itself.
    private static let usual = Seconds(300)

    /// - Parameter staysFor: nil where nobody has said.
    init(_ report: ModelReport, _ holding: Holding, staysFor span: Seconds?, at wall: Telemetry.WallTime) {
        model = ListedModel(report)
        size = holding.residentSize ?? report.residentSize ?? report.size
        contextLength = holding.contextLength ?? report.contextLength
        entry = report.card?.resident.flatMap { report.isResident ? try? JSONValue(parsing: $0).object : nil }
        let said = entry?["expires_at"]?.string.flatMap { Telemetry.WallTime(rfc3339: $0) }
        expiresAt =
            said ?? wall.advanced(by: span ?? (report.card?.form == .ollama ? Self.usual : Self.forEver))
    }
}

extension ModelReport {
    var isResident: Bool {
        if case .resident = place { true } else { false }
    }
}

extension Telemetry.WallTime {
    fileprivate func advanced(by span: Seconds) -> Self {
        Self(seconds: seconds + Int64(min(max(span.value, -1e10), 1e10)), nanoseconds: nanoseconds)
    }
}
