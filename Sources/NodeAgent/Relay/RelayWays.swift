import Dialects
import HTTPEngine

/// Who may pass the relay, and to which server: the key chooses it.
final class RelayWays: Sendable {
    private static let replayMax = 1 << 20

    private struct State {
        var upstreams: [Endpoint: Upstream] = [:]
        var ways: [String: Upstream] = [:]
    }

    private let group: LoopGroup
    private let resolver: Resolver
    private let options: UpstreamOptions
    private let state = Locked(State())

    init(on group: LoopGroup, by resolver: Resolver, options: UpstreamOptions) {
        self.group = group
        self.resolver = resolver
        self.options = options
    }

    func open(_ ways: [String: Endpoint]) {
        state.withLock { state in
            state.ways = ways.mapValues { endpoint in
                if let known = state.upstreams[endpoint] { return known }
                let new = Upstream(endpoint, on: group, resolver: resolver, options: options)
                state.upstreams[endpoint] = new
                return new
            }
        }
    }

    func answer(_ exchange: Exchange) async {
        guard let upstream = upstream(for: exchange) else {
            await complain(403, "This is a relay for the router of this machine, and for nobody else", exchange)
            return
        }
        exchange.allowBody(of: 0)
        do throws(BodyFault) {
            var sent = 0
            let body = try await exchange.collectBody(upTo: Self.replayMax)
            await conclude(await upstream.serve(exchange, body, sent: &sent), exchange)
        } catch {
            await conclude(error == .left ? .clientLeft : .refused(error), exchange)
        }
    }

    private func upstream(for exchange: Exchange) -> Upstream? {
        let head = exchange.request
        let keys = head.fields.filter { $0.kind == .herdKey }.map { head.text($0.value) }
        guard keys.count == 1 else { return nil }
        return state.withLock { $0.ways[keys[0]] }
    }

    private func conclude(_ end: RelayEnd, _ exchange: Exchange) async {
        switch end {
        case .complete, .clientLeft, .declined: break
        case .torn: exchange.tear()
        case .refused(let fault): await complain(fault.status, fault.explanation, exchange)
        case .failed(.unreachable):
            // Why is for the owner, who reads the log: the router may pass this on to its client, and addresses are not for them.
            await complain(502, "the backend cannot be reached from its node", exchange)
        case .failed(let fault): await complain(502, fault.explanation, exchange)
        case .stale: await complain(502, UpstreamFault.closed.explanation, exchange)
        }
    }

    private func complain(_ status: UInt16, _ text: String, _ exchange: Exchange) async {
        await exchange.respond(status, "application/json", JSONValue.object(["error": .string(text)]).encoded)
    }
}
