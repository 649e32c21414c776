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
            "File with the key, in one line, that orders about the fleet must show (herd nodes add, remove, drain, resume, approve), "
            + "from this machine as from others. The commands show it from the file of the same setting. Whoever has it can "
            + "add a backend, and read what is sent there."
    )
    static let announce = Setting(
        "announce",
        .bool,
        default: true,
        group: "Nodes",
        help:
            "Let machines on the local network find this router (mDNS, _herd._tcp), unless it listens on loopback only. Without "
            + "it they need herd-node --router URL."
    )
    static let enrolment = Setting(
        "enrolment",
        .word(Enrolment.self, placeholder: "HOW"),
        default: .open,
        group: "Nodes",
        help:
            "Which machines are taken: open, whoever reaches this port; approve, those that were approved on the router's "
            + "machine (herd nodes approve NAME); token, those that show the token of token-file."
    )
    static let tokenFile = Setting(
        "token-file",
        .optional(.path),
        default: nil,
        shown: "none",
        example: "/etc/herd/token",
        group: "Nodes",
        help: "File with the token that nodes must show (enrolment = token), in one line of 16 letters or more."
    )
    static let nodeRetention = Setting(
        "node-retention",
        .duration(in: day ... .seconds(3650 * 86_400)),
        default: .seconds(30 * 86_400),
        group: "Nodes",
        help: "How long a node may be silent until it is forgotten. What was learned of it stays for a return."
    )
}

enum Enrolment: String, CaseIterable {
    case open, approve, token
}

enum NodeAddress: String, CaseIterable {
    case own, any
}
