import Dialects
import Fleet
import HTTPEngine
import Routing

/// What a request's head asks of its routing: who asks, how urgently, until when, on which nodes.
struct InferenceTerms {
    struct Fault: Error {
        let text: String
    }

    var client: ClientID
    var priority = Priority.normal
    var deadline: Seconds?
    var labels: Set<String> = []
    /// What the client calls this conversation.
    var session: String?

    init(_ exchange: Exchange) throws(Fault) {
        let head = exchange.request
        var key: HeadSlice?
        client = ClientID(hash: 0)
        for field in head.fields {
            switch field.kind {
            case .herd: try take(head.text(field.name).lowercased(), head.text(field.value))
            case .authorization: key = field.value
            case .other where key == nil && head.matches(field.name, "x-api-key"): key = field.value
            default: break
            }
        }
        client = Self.client(of: exchange, key.map { head.bytes[$0.range] })
    }

    private mutating func take(_ name: String, _ value: String) throws(Fault) {
        switch name {
        case "x-herd-priority": priority = try Self.priority(value)
        case "x-herd-deadline": deadline = try Self.deadline(value)
        case "x-herd-labels":
            labels = Set(value.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init))
        case "x-herd-session": session = value
        default: break
        }
    }

    /// Of a request whose terms nobody has read.
    static func client(of exchange: Exchange) -> ClientID {
        let head = exchange.request
        let key = head.value(.authorization) ?? head.value(named: "x-api-key")
        return client(of: exchange, key.map { head.bytes[$0.range] })
    }

    /// By its key where it has one, for several people may share an address; otherwise by its address.
    private static func client(of exchange: Exchange, _ key: ArraySlice<UInt8>?) -> ClientID {
        if let key { return ClientID(hash: ClientHash.hash(key)) }
        if let known = exchange.clientNote { return ClientID(hash: known) }
        let hash = ClientHash.hash((exchange.clientHost ?? "").utf8)
        exchange.clientNote = hash
        return ClientID(hash: hash)
    }

    private static func priority(_ text: String) throws(Fault) -> Priority {
        switch text.lowercased() {
        case "interactive": return .interactive
        case "normal": return .normal
        case "batch": return .batch
        default: throw Fault(text: "X-Herd-Priority must be interactive, normal or batch")
        }
    }

    /// Seconds, as `30`, `2.5` or `30s`, or `500ms`.
    private static func deadline(_ text: String) throws(Fault) -> Seconds {
        let (digits, factor) =
            if text.hasSuffix("ms") { (text.dropLast(2), 1e-3) } else if text.hasSuffix("s") {
                (text.dropLast(1), 1.0)
            } else { (text[...], 1.0) }
        guard let number = Double(digits), number.isFinite, number >= 0 else {
            throw Fault(text: "X-Herd-Deadline must be the seconds the request may wait, such as 30 or 2.5")
        }
        return Seconds(number * factor)
    }
}

/// A key or an address as a number: nothing else of it is kept. Begun at random, so that nobody can tell which key it was.
enum ClientHash {
    private static let seed = UInt64.random(in: .min ... .max)

    static func hash(_ text: some Sequence<UInt8>) -> UInt64 {
        var hash = seed
        for byte in text { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash ^ (hash >> 32)
    }
}
