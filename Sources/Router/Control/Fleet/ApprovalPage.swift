import Dialects
import HTTPEngine
import Storage

/// `POST /fleet/nodes/{name}/approve`: lets a machine into the fleet that waits for it.
///
/// Taken from this very machine only, and never from a page in a browser, which may come from anywhere.
struct ApprovalPage: Sendable {
    let enrolment: Enrolment

    func take(_ exchange: Exchange) async {
        let words = PageQuery(exchange.request).rest(after: "/fleet/nodes/")
        guard words.hasSuffix("/approve"), words.count > "/approve".count else {
            await exchange.complain(404, "There is no such page: see /fleet/nodes and /fleet/nodes/NAME/approve")
            return
        }
        guard await exchange.isAsked(by: .post) else { return }
        guard Self.isFromHere(exchange) else {
            await exchange.complain(
                403,
                "Nodes are approved on the machine that the router runs on, and neither in a browser nor through a proxy"
            )
            return
        }
        await approve(String(words.dropLast("/approve".count)), exchange)
    }

    private func approve(_ name: String, _ exchange: Exchange) async {
        switch await enrolment.approve(name) {
        case .approved(let node):
            await exchange.answer(["node": .string(node.name), "id": .string(node.id), "approved": true])
        case .known: await exchange.complain(409, "\(name) is a node of this fleet already")
        case .unknown:
            await exchange.complain(404, "No node \(name) waits for approval: GET /fleet/nodes lists those that do")
        case .full: await exchange.complain(503, "The router knows as many nodes as it may")
        }
    }

    /// What a proxy on this machine passes on may come from anywhere.
    private static func isFromHere(_ exchange: Exchange) -> Bool {
        let passing = ["forwarded", "x-forwarded-for", "via", "origin", "sec-fetch-site"]
        return exchange.clientIsLocal && passing.allSatisfy { exchange.request.value(named: $0) == nil }
    }
}
