import Discovery
import HTTPEngine
import Telemetry

/// Brings what is seen of routers on the local network to the agent's desk, and says what it means.
///
/// On the agent's loop, but for the directory's thread, which only posts to it.
final class RouterWatch: Sendable {
    private let desk: AgentDesk
    private let log: Logger

    init(for desk: AgentDesk, log: Logger) {
        self.desk = desk
        self.log = log
    }

    /// Until the program ends; nil where a router was named.
    func start() -> (any ServiceDirectory)? {
        guard desk.state.search.browses else { return nil }
        return SystemDirectory(.browse) { [self] news in
            desk.loop.post { [self] in take(news) }
        }
    }

    private func take(_ news: DirectoryNews) {
        switch news {
        case .ready, .announced: log.debug("the local network is looked at (mDNS)")
        case .unavailable(let reason):
            desk.state.search.loseSight()
            if desk.state.discoveryFault != reason {
                log.warning(
                    "no discovery of routers on the local network: give --router URL",
                    ["reason": .string(reason)]
                )
            }
            desk.state.discoveryFault = reason
        case .seen(let sighting):
            desk.state.discoveryFault = nil
            let isNews = desk.state.search.see(sighting)
            desk.noticeOtherRouters()
            if isNews { desk.bell.ring() }
            if isNews && desk.isFirstSight(of: sighting) {
                log.info(
                    "found a router",
                    [
                        "router": .string("\(sighting.endpoint)"), "id": .string(sighting.card.id),
                        "version": .string(sighting.card.version),
                    ]
                )
            }
        case .gone(let place): desk.state.search.lose(place)
        }
    }
}
