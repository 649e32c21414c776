import Synchronization
import Testing

@testable import HTTPEngine

@Suite struct ResolverTests {
    private let endpoint = Endpoint(host: "studio.local", port: 11_434)

    /// Answers look-ups as told, and counts them.
    private final class NameServer: Sendable {
        private let answer = Locked<Result<[SocketAddress], ResolveError>>(.success([]))
        let asked = Atomic<Int>(0)

        func resolver(interval: Duration = .seconds(30)) -> Resolver {
            Resolver(interval: interval) { _, _ in
                self.asked.wrappingAdd(1, ordering: .relaxed)
                return self.answer.withLock { $0 }
            }
        }

        func says(_ ports: Int...) {
            answer.withLock { $0 = .success(ports.map { SocketAddress.loopback(port: $0) }) }
        }

        func fails() {
            answer.withLock { $0 = .failure(ResolveError(host: "studio.local", reason: "gone")) }
        }
    }

    @Test func `a name is looked up once and its addresses are kept`() async throws {
        let names = NameServer()
        names.says(1, 2)
        let resolver = names.resolver()
        let start = EventLoop.clock()
        for _ in 0..<3 {
            let found = try await resolver.addresses(of: endpoint, at: start)
            #expect(found == [.loopback(port: 1), .loopback(port: 2)])
        }
        #expect(names.asked.load(ordering: .relaxed) == 1)
    }

    @Test func `old addresses serve on while new ones are fetched`() async throws {
        let names = NameServer()
        names.says(1)
        let resolver = names.resolver()
        let start = EventLoop.clock()
        _ = try await resolver.addresses(of: endpoint, at: start)
        names.says(2)
        let later = start.advanced(by: LoopSpan(.seconds(60)))
        #expect(resolver.known(endpoint, at: later) == [.loopback(port: 1)])
        while resolver.known(endpoint, at: start) != [.loopback(port: 2)] { await Task.yield() }
        #expect(names.asked.load(ordering: .relaxed) == 2)
    }

    @Test func `after a failed look-up the old addresses serve on and the name is asked for again`() async throws {
        let names = NameServer()
        names.says(1)
        let resolver = names.resolver()
        let start = EventLoop.clock()
        _ = try await resolver.addresses(of: endpoint, at: start)
        names.fails()
        resolver.distrust(endpoint)
        #expect(try await resolver.addresses(of: endpoint, at: start) == [.loopback(port: 1)])
        while names.asked.load(ordering: .relaxed) < 2 { await Task.yield() }
        names.says(3)
        while resolver.known(endpoint, at: start) != [.loopback(port: 3)] { await Task.yield() }
    }

    @Test func `a name that was never found is an error that says why, and is looked up anew`() async throws {
        let names = NameServer()
        names.fails()
        let resolver = names.resolver()
        await #expect(throws: ResolveError(host: "studio.local", reason: "gone")) {
            try await resolver.addresses(of: endpoint, at: EventLoop.clock())
        }
        names.says(1)
        while (try? await resolver.addresses(of: endpoint, at: EventLoop.clock())) == nil { await Task.yield() }
        #expect(resolver.known(endpoint, at: EventLoop.clock()) == [.loopback(port: 1)])
    }

    @Test func `everybody who asks meanwhile shares one look-up`() async throws {
        let isHeld = Locked(true)
        let asked = Atomic<Int>(0)
        let resolver = Resolver(interval: .seconds(30)) { _, _ in
            asked.wrappingAdd(1, ordering: .relaxed)
            while isHeld.withLock({ $0 }) {}
            return .success([.loopback(port: 1)])
        }
        try await withThrowingTaskGroup(of: [SocketAddress].self) { tasks in
            for _ in 0..<8 {
                tasks.addTask { try await resolver.addresses(of: endpoint, at: EventLoop.clock()) }
            }
            while asked.load(ordering: .relaxed) == 0 { await Task.yield() }
            isHeld.withLock { $0 = false }
            for try await found in tasks { #expect(found == [.loopback(port: 1)]) }
        }
        #expect(asked.load(ordering: .relaxed) == 1)
    }
}
