import Storage

/// Who speaks for which node: trust on first use.
///
/// The first heartbeat with an id binds its secret to it, and from then on nobody else can speak for that node, nor for its name.
/// Names are for people: of two machines with one name the second is shown with a number behind it, and keeps that. A value;
/// what changed is to be kept by whoever owns it.
struct NodeRegistry: Sendable {
    enum Refusal: Error, Equatable {
        /// The id is bound to another secret.
        case otherSecret(name: String)
        /// Somebody without a proof uses the name of a node that has one.
        case unproven(name: String)
        case full
    }

    struct Welcome: Equatable {
        /// What the node is called here.
        var name: String
        /// To be kept.
        var changed: KnownNode?
        /// What it was called before this heartbeat.
        var formerName: String?
    }

    private let countMax: Int
    private var nodes: [String: KnownNode] = [:]
    /// By the names that are in use.
    private var owners: [String: String] = [:]

    init(countMax: Int = 4096) {
        self.countMax = countMax
    }

    /// What earlier runs kept.
    init(_ known: [KnownNode], countMax: Int = 4096) {
        self.init(countMax: countMax)
        for node in known.prefix(countMax) where owners[node.name] == nil { keep(node) }
    }

    private mutating func keep(_ node: KnownNode) {
        nodes[node.id] = node
        owners[node.name] = node.id
    }

    var names: some Collection<String> { owners.keys }

    func knows(id: String) -> Bool { nodes[id] != nil }

    /// The name is free again, and whoever had it is new when it speaks.
    ///
    /// - Returns: the id that had it.
    mutating func forget(_ name: String) -> String? {
        guard let id = owners.removeValue(forKey: name) else { return nil }
        nodes[id] = nil
        return id
    }

    func check(unproven name: String) throws(Refusal) {
        if owners[name] != nil { throw .unproven(name: name) }
    }

    mutating func welcome(_ proof: NodeProof, wish: String) throws(Refusal) -> Welcome {
        let hash = SHA256.hex(of: proof.secret)
        guard let known = nodes[proof.id] else {
            guard nodes.count < countMax else { throw .full }
            let new = KnownNode(id: proof.id, secretHash: hash, name: free(wish), wish: wish)
            keep(new)
            return Welcome(name: new.name, changed: new)
        }
        guard known.secretHash == hash else { throw .otherSecret(name: known.name) }
        if known.wish == wish { return Welcome(name: known.name) }
        owners[known.name] = nil
        let renamed = KnownNode(id: proof.id, secretHash: hash, name: free(wish), wish: wish)
        keep(renamed)
        return Welcome(
            name: renamed.name,
            changed: renamed,
            formerName: known.name == renamed.name ? nil : known.name
        )
    }

    private func free(_ wish: String) -> String {
        if owners[wish] == nil { return wish }
        // There are fewer nodes than numbers tried.
        let number = (2...countMax + 2).first { owners["\(wish)-\($0)"] == nil } ?? 2
        return "\(wish)-\(number)"
    }
}
