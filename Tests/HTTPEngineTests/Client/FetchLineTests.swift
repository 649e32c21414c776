import HTTPEngine
import TestSupport
import Testing

@Suite struct FetchLineTests {
    private let group: LoopGroup
    private var loop: EventLoop { group.loops[0] }
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    init() throws {
        group = try LoopGroup(count: 1)
    }

    /// Asks so often over one line, and tells how each went.
    private func ask(
        _ count: Int,
        at listener: RawListener,
        within span: Duration = .seconds(60)
    ) async -> [Result<UInt16, Fetch.Fault>] {
        let loop = loop
        let endpoint = Endpoint(host: "127.0.0.1", port: listener.address.port)
        return await loop.run {
            let line = FetchLine(to: endpoint, by: Resolver(interval: .seconds(60)), on: loop, bodyMax: 100)
            var outcomes: [Result<UInt16, Fetch.Fault>] = []
            for _ in 0..<count {
                do throws(Fetch.Fault) {
                    outcomes.append(
                        .success(try await line.post("/x", json: [0x7b, 0x7d], within: LoopSpan(span)).status)
                    )
                } catch {
                    outcomes.append(.failure(error))
                }
            }
            line.close()
            return outcomes
        }
    }

    @Test func `requests follow one another over one connection`() async throws {
        let listener = try await RawListener(on: loop)
        async let outcomes = ask(3, at: listener)
        let peer = try await listener.accept()
        for _ in 0..<3 {
            #expect(await peer.read(until: "{}").text.hasPrefix("POST /x HTTP/1.1\r\n"))
            await peer.send(Self.answer)
        }
        #expect(await outcomes == [.success(200), .success(200), .success(200)])
        await peer.close()
        await listener.close()
        group.stop()
    }

    @Test func `a connection that was given up meanwhile is replaced, and nobody notices`() async throws {
        let listener = try await RawListener(on: loop)
        async let outcomes = ask(2, at: listener)
        let first = try await listener.accept()
        _ = await first.read(until: "{}")
        await first.sendAndClose(Self.answer)
        let second = try await listener.accept()
        _ = await second.read(until: "{}")
        await second.send(Self.answer)
        #expect(await outcomes == [.success(200), .success(200)])
        await second.close()
        await listener.close()
        group.stop()
    }

    @Test func `a server that wants to close gets a new connection next time`() async throws {
        let listener = try await RawListener(on: loop)
        async let outcomes = ask(2, at: listener)
        for _ in 0..<2 {
            let peer = try await listener.accept()
            _ = await peer.read(until: "{}")
            await peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        }
        #expect(await outcomes == [.success(200), .success(200)])
        await listener.close()
        group.stop()
    }

    @Test func `a fault is told, and the next request has a connection of its own`() async throws {
        let listener = try await RawListener(on: loop)
        async let outcomes = ask(2, at: listener)
        let first = try await listener.accept()
        _ = await first.read(until: "{}")
        await first.sendAndClose("HTTP/1.1 200 OK\r\nContent-Le")
        let second = try await listener.accept()
        _ = await second.read(until: "{}")
        await second.send(Self.answer)
        #expect(await outcomes == [.failure(.cut), .success(200)])
        await listener.close()
        group.stop()
    }

    @Test func `a server that says nothing is late`() async throws {
        let listener = try await RawListener(on: loop)
        #expect(await ask(1, at: listener, within: .milliseconds(30)) == [.failure(.late)])
        await listener.close()
        group.stop()
    }
}
