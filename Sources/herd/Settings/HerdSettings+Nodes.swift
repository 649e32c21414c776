import Configuration

/// How the router gets on with the agents on the machines.
extension HerdSettings {
    static let fleet = Setting(
        "fleet",
        .string(placeholder: "NAME"),
        default: "herd",
        group: "Nodes",
        help: "The name of this fleet: nodes of another one (herd-node --fleet) are refused."
    )
    static let beatInterval = Setting(
        "beat-interval",
        .duration(in: .milliseconds(100) ... .seconds(3600)),
        default: .seconds(2),
        group: "Nodes",
        help: "How often each node is to say how it is; what matters at once it says at once."
    )
    static let lateAfter = Setting(
        "late-after",
        .duration(in: .milliseconds(100)...day),
        default: .seconds(6),
        group: "Nodes",
        help:
            "How long a node may be silent until it is called late, two and a half heartbeats at least; it still gets requests."
    )
    static let offlineAfter = Setting(
        "offline-after",
        .duration(in: .milliseconds(100)...day),
        default: .seconds(20),
        group: "Nodes",
        help: "How long a node may be silent until it is offline and gets no requests."
    )
    static let nodeAddress = Setting(
        "node-address",
        .word(NodeAddress.self, placeholder: "WHICH"),
        default: .own,
        group: "Nodes",
        help:
            "Where nodes may have their servers: own, at the address their heartbeats come from, or any, which nodes behind "
            + "a NAT or a container's port mapping need (herd-node --address)."
    )
    static let operatorKeyFile = Setting(
        "operator-key-file",
        .path,
        default: "",
        shown: "none: orders are taken from this machine only",
        example: "~/.config/herd/operator.key",
        group: "Nodes",
        help:
            "File with the key, in one line, that orders about the fleet must show (herd nodes add, remove, drain, resume), "
            + "from this machine as from others. The commands show it from the file of the same setting. Whoever has it can "
            + "add a backend, and read what is sent there."
    )
}

enum NodeAddress: String, CaseIterable {
    case own, any
}
