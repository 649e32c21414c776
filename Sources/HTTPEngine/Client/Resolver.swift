/// Looks names up on a thread of its own, because the system's look-up blocks, and remembers the answers for a while.
///
/// An answer that has grown old is still used while a new one is fetched; after a failed look-up the old addresses serve
/// on. One look-up per name is under way at a time, and everybody who asks meanwhile shares it. The thread also loads what https
/// needs, which is nothing to wait for on a loop either.
package final class Resolver: Sendable {
    package typealias Lookup = @Sendable (String, Int) -> Result<[SocketAddress], ResolveError>

    private struct Name: Hashable {
        var host: String
        var port: Int
        var isSecure: Bool

        init(_ endpoint: Endpoint) {
            host = endpoint.host
            port = endpoint.port
            isSecure = endpoint.isSecure
        }
    }

    private struct Entry {
        var addresses: [SocketAddress] = []
        var until = LoopTime(nanoseconds: 0)
        var isBeingLookedUp = false
        var waiting: [UnsafeContinuation<Result<[SocketAddress], ResolveError>, Never>] = []
    }

    private let interval: LoopSpan
    private let lookup: Lookup
    private let trust: Locked<Trust>
    private let entries = Locked<[Name: Entry]>([:])

    /// - Parameter trust: by what certificates backends are known to be who they are.
    package init(interval: Duration, trust: Trust = Trust(), lookup: @escaping Lookup = Resolver.system) {
        self.trust = Locked(trust)
        self.interval = LoopSpan(interval)
        self.lookup = lookup
    }

    package static let system: Lookup = { host, port in
        Result { () throws(ResolveError) in try SocketAddress.resolve(host, port: port) }
    }

    /// Who must be met at the endpoint's addresses; nil where anybody is believed.
    func peer(at endpoint: Endpoint) -> TLSPeer? {
        endpoint.isSecure ? trust.withLock { $0.peer(at: endpoint) } : nil
    }

    /// From now on the endpoint is certified by these authorities; nil: by those of all others.
    package func believe(_ path: String?, at endpoint: Endpoint) throws(Trust.Fault) {
        guard let path else {
            trust.withLock { $0.caFiles[endpoint] = nil }
            return
        }
        var file = Trust()
        try file.believe(path, at: endpoint)
        trust.withLock { $0.caFiles[endpoint] = path }
    }

    /// What is known now without waiting; starts a look-up when that is old or nothing.
    func known(_ endpoint: Endpoint, at now: LoopTime) -> [SocketAddress] {
        let name = Name(endpoint)
        let (addresses, mustLookUp) = entries.withLock { entries in
            let isOld = entries[name, default: Entry()].until <= now
            return (entries[name]?.addresses ?? [], isOld && Self.claim(name, in: &entries))
        }
        if mustLookUp { startLookup(name) }
        return addresses
    }

    package func addresses(of endpoint: Endpoint, at now: LoopTime) async throws(ResolveError) -> [SocketAddress] {
        let name = Name(endpoint)
        let known = known(endpoint, at: now)
        if !known.isEmpty { return known }
        let answer = await withUnsafeContinuation { asker in
            let (arrived, mustLookUp) = entries.withLock { entries in
                // The look-up that asking for the known has started may be over by now.
                let arrived = entries[name]?.addresses ?? []
                if arrived.isEmpty { entries[name, default: Entry()].waiting.append(asker) }
                return (arrived, arrived.isEmpty && Self.claim(name, in: &entries))
            }
            if !arrived.isEmpty { asker.resume(returning: .success(arrived)) }
            if mustLookUp { startLookup(name) }
        }
        return try answer.get()
    }

    /// The address did not answer: ask again before the next connection.
    func distrust(_ endpoint: Endpoint) {
        let name = Name(endpoint)
        entries.withLock { $0[name]?.until = LoopTime(nanoseconds: 0) }
    }

    /// True for the one caller that is to look the name up.
    private static func claim(_ name: Name, in entries: inout [Name: Entry]) -> Bool {
        if entries[name, default: Entry()].isBeingLookedUp { return false }
        entries[name, default: Entry()].isBeingLookedUp = true
        return true
    }

    private func startLookup(_ name: Name) {
        SystemCalls.startThread("herd-resolver") { [self] in
            if name.isSecure { CurlLibrary.load() }
            let answer = lookup(name.host, name.port)
            let waiting = entries.withLock { store(answer, for: name, in: &$0) }
            for asker in waiting { asker.resume(returning: answer) }
        }
    }

    private func store(
        _ answer: Result<[SocketAddress], ResolveError>,
        for name: Name,
        in entries: inout [Name: Entry]
    ) -> [UnsafeContinuation<Result<[SocketAddress], ResolveError>, Never>] {
        var entry = entries[name, default: Entry()]
        if case .success(let addresses) = answer {
            entry.addresses = addresses
            entry.until = SystemCalls.now().advanced(by: interval)
        }
        entry.isBeingLookedUp = false
        defer { entries[name] = entry }
        return entry.waiting.take()
    }
}

extension Array {
    /// The elements, leaving none behind.
    fileprivate mutating func take() -> Self {
        defer { self = [] }
        return self
    }
}
