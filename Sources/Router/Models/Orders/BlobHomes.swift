import Fleet
import HTTPEngine

/// Which machine got which file of a model that is still to be made, and where each client's files go.
///
/// Bounded: the files that were sent or asked for last are remembered, and the clients that did so in the last hour.
final class BlobHomes: Sendable {
    private static let digestsMax = 4096
    private static let clientsMax = 1024
    private static let clientRemembered = Seconds(3600)

    private struct State {
        var digests: [String: (home: BackendID, turn: Int)] = [:]
        var clients: [ClientID: (home: BackendID, at: Instant)] = [:]
        var turns = 0
    }

    private let state = Locked(State())

    /// As Ollama writes it: `sha256:` or `sha256-`, and 64 digits.
    static func isDigest(_ text: String) -> Bool {
        guard text.hasPrefix("sha256:") || text.hasPrefix("sha256-"), text.utf8.count == 71 else { return false }
        return text.utf8.dropFirst(7).allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x46 ~= $0 & 0xDF }
    }

    private static func key(_ digest: String) -> String { String(digest.lowercased().dropFirst(7)) }

    /// Where this client's files go, or where this one is; the first of these that there is.
    func home(of digest: String, from client: ClientID, at now: Instant) -> [BackendID] {
        state.withLock { state in
            let chosen = state.clients[client].flatMap { now - $0.at < Self.clientRemembered ? $0.home : nil }
            return [chosen, state.digests[Self.key(digest)]?.home].compactMap(\.self)
        }
    }

    /// Where the files are that a model is to be made of; if they are at several places, where this client's went.
    func homes(of digests: [String], sent client: ClientID) -> Set<BackendID> {
        state.withLock { state in
            let homes = Set(digests.compactMap { state.digests[Self.key($0)]?.home })
            if homes.count > 1, let chosen = state.clients[client]?.home, homes.contains(chosen) { return [chosen] }
            return homes
        }
    }

    func choose(_ home: BackendID, for client: ClientID, at now: Instant) {
        state.withLock { state in
            if state.clients.count >= Self.clientsMax, state.clients[client] == nil,
                let oldest = state.clients.min(by: { $0.value.at < $1.value.at })?.key
            {
                state.clients[oldest] = nil
            }
            state.clients[client] = (home, now)
        }
    }

    func forget(_ client: ClientID) {
        state.withLock { $0.clients[client] = nil }
    }

    func keep(_ digest: String, at home: BackendID) {
        state.withLock { state in
            let key = Self.key(digest)
            if state.digests.count >= Self.digestsMax, state.digests[key] == nil,
                let oldest = state.digests.min(by: { $0.value.turn < $1.value.turn })?.key
            {
                state.digests[oldest] = nil
            }
            state.turns += 1
            state.digests[key] = (home, state.turns)
        }
    }
}
