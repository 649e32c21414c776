import Dialects
import Fleet
import HTTPEngine
import TestSupport
import Testing

@testable import Router

/// A router before servers that it asks what they have, as it does when it is used.
struct ModelFleet {
    let stage: Stage

    func get(_ path: String, _ fields: String = "", method: String = "GET") async throws -> RawAnswer {
        try await stage.ask(
            "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n",
            to: method == "HEAD" ? .head : .get
        )
    }

    func send(_ method: String, _ path: String, _ body: String = "", _ fields: String = "") async throws -> RawAnswer {
        try await stage.ask(
            "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }

    /// The models of one of the lists.
    func models(_ path: String = "/api/tags", _ key: String = "models") async throws -> [JSONValue] {
        try await get(path).json.list(key)
    }

    func names(_ path: String = "/api/tags") async throws -> [String] {
        try await models(path).compactMap { $0["name"]?.string }
    }

    var shelf: ModelShelf { stage.router.desk.shelf }

    /// Until that many backends have said what they have.
    func untilListed(_ count: Int) async {
        while shelf.all.count < count { await stage.loop.ask {} }
    }
}

/// A fleet for one test, whose nodes are called by the servers' letters: a, b, c.
func onFleet(
    _ servers: [PlayedOllama],
    _ change: (inout RouterOptions) -> Void = { _ in },
    _ play: (ModelFleet) async throws -> Void
) async throws {
    try await onStage({ options in
        options.backends = servers.map(\.endpoint)
        for (server, letter) in zip(servers, "abcdef") {
            var terms = BackendTerms()
            terms.node = String(letter)
            options.terms[server.endpoint] = terms
        }
        // Nothing but the first round, and what an order brings about.
        options.probeInterval = .seconds(1000)
        options.upstream.connectTimeout = .seconds(5)
        change(&options)
    }) { stage in
        let fleet = ModelFleet(stage: stage)
        await fleet.untilListed(servers.count)
        try await play(fleet)
    }
    for server in servers { await server.stop() }
}

/// The servers of a test, on a thread of their own.
func withOllamas(
    _ models: [[String: String]],
    _ play: ([PlayedOllama]) async throws -> Void
) async throws {
    let group = try LoopGroup(count: 1)
    var servers: [PlayedOllama] = []
    for models in models { servers.append(try await PlayedOllama(on: group, models)) }
    try await play(servers)
    group.stop()
}
