import Fleet
import HTTPEngine
import Telemetry
import TestSupport

@testable import Router

/// A router between a client and a backend that a test plays by hand.
struct Stage {
    let group: LoopGroup
    let backend: RawListener
    let router: RouterService
    let address: SocketAddress
    let log: MemorySink

    var loop: EventLoop { group.loops[0] }

    /// - Parameters:
    ///   - system: the router's; the ends that the test plays have one of their own.
    ///   - change: of the options, before the router starts.
    init(system: SystemCalls = SystemCalls(), _ change: (inout RouterOptions) -> Void = { _ in }) async throws {
        group = try LoopGroup(count: 1)
        backend = try await RawListener(on: group.loops[0])
        var options = RouterOptions()
        options.hosts = ["127.0.0.1"]
        options.port = 0
        options.loops = 1
        // However long a test takes, nobody is sent a sign of life who does not wait for one.
        options.keepAliveAfter = nil
        // A node that a test spoke for once stays, however slow the machine is.
        (options.fleet.lateAfter, options.fleet.offlineAfter) = (3600, 7200)
        options.backends = [Endpoint(host: "127.0.0.1", port: backend.address.port)]
        change(&options)
        log = MemorySink()
        router = try RouterService(options, log: Logger(component: "herd", level: .debug, sink: log), system: system)
        address = try await router.start()[0]
    }

    func client() async throws -> RawPeer {
        try await RawPeer(to: address, on: loop)
    }

    /// A client whose request has reached the backend: both ends of what the router connects.
    func meet(_ request: String = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n") async throws -> (
        client: RawPeer, backend: RawPeer
    ) {
        let client = try await client()
        await client.send(request)
        let peer = try await backend.accept()
        _ = await peer.read(until: "\r\n\r\n")
        return (client, peer)
    }

    /// The head the backend gets for a request.
    func forwardedHead(of request: String) async throws -> String {
        let client = try await client()
        await client.send(request)
        let peer = try await backend.accept()
        let head = await peer.read(until: "\r\n\r\n").text
        await client.close()
        return head
    }
}

/// A stage of its own for each test, taken down afterwards.
func onStage(
    system: SystemCalls = SystemCalls(),
    _ change: (inout RouterOptions) -> Void = { _ in },
    _ play: (Stage) async throws -> Void
) async throws {
    let stage = try await Stage(system: system) { options in
        options.server.stopDeadline = .milliseconds(10)
        change(&options)
    }
    do {
        try await play(stage)
    } catch {
        await stage.end()
        throw error
    }
    await stage.end()
}

extension Stage {
    fileprivate func end() async {
        _ = await router.stop()
        await backend.close()
        router.end()
        group.stop()
    }
}
