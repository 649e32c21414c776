import HTTPEngine
import TestSupport
import Testing

@testable import herd

@Suite struct LocalServersTests {
    private let patience = LoopSpan(.seconds(60))
    private static let models = "HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n{\"object\":\"list\",\"data\":[]}"

    @Test(arguments: [
        (models, true), ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", false), ("SSH-2.0-OpenSSH\r\n", false),
    ])
    func `a server counts when it answers a question for its models`(answer: String, counts: Bool) async throws {
        let group = try LoopGroup(count: 1)
        let listener = try await RawListener(on: group.loops[0])
        async let found = LocalServers.find(among: [listener.address.port], on: group.loops[0], patience: patience)
        let peer = try await listener.accept()
        #expect(await peer.read(until: "\r\n\r\n").text.hasPrefix("GET /v1/models HTTP/1.1\r\n"))
        await peer.send(answer)
        await peer.close()
        #expect(await found.map(\.port) == (counts ? [listener.address.port] : []))
        await listener.close()
        group.stop()
    }

    @Test func `a port where nobody listens is passed over`() async throws {
        let group = try LoopGroup(count: 1)
        let nobody = ReservedPort()
        #expect(await LocalServers.find(among: [nobody.address.port], on: group.loops[0], patience: patience).isEmpty)
        group.stop()
    }
}
