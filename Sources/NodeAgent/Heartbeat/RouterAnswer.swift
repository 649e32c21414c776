import Dialects
package import Fleet

/// What a router says to a heartbeat that it has taken.
package struct RouterAnswer: Equatable, Sendable {
    /// What this node is called there.
    package var node: String
    package var beatEvery: Seconds?
    /// Which run of the router it is; one that does not tell is taken for one that never restarts.
    package var run: Int
    /// The address from which it sees us.
    package var seenAt: String?
    package var isSameMachine: Bool
    /// Who the router is, over all its restarts and addresses.
    package var router: String?

    /// Nil for what is no such answer.
    package init?(_ body: [UInt8]) {
        guard let json = try? JSONValue(parsing: body), let node = json["node"]?.string else { return nil }
        self.node = node
        beatEvery = json["beat_every"]?.double.map { Seconds($0) }
        run = json["run"]?.integer ?? 0
        seenAt = json["seen_at"]?.string
        isSameMachine = json["same_machine"]?.bool ?? false
        router = json["router"]?.string.flatMap { (8...64).contains($0.utf8.count) ? $0 : nil }
    }

    /// Whether it is a router of ours that refuses, and may take us later. A router of another fleet never will.
    package static func mayChange(_ body: [UInt8]) -> Bool {
        guard let reason = (try? JSONValue(parsing: body))?["reason"]?.string else { return false }
        return reason != "other_fleet"
    }

    /// Why a router refused, in its own words.
    package static func complaint(_ status: UInt16, _ body: [UInt8]) -> String {
        let said = (try? JSONValue(parsing: body))?["error"]?.string
        return said.map { String($0.prefix(1000)) } ?? "it answers with status \(status), as no router of ours would"
    }
}
