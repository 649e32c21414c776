import HTTPEngine
import Router
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Every system call on the way of a request is made to fail, one after the other.
@Suite struct ForcedErrorTests {
    /// Fails one call, counted from when it was armed.
    private final class Saboteur: Sendable {
        private let left = Atomic<Int>(.max)
        private let code: Int32

        init(_ code: Int32) { self.code = code }

        var system: SystemCalls { SystemCalls { _ in self.next() } }

        func arm(_ call: Int) { left.store(call, ordering: .relaxed) }

        /// Lets all calls happen again; answers whether one was made to fail.
        func disarm() -> Bool { left.exchange(.max, ordering: .relaxed) < 0 }

        private func next() -> Int32? {
            if left.load(ordering: .relaxed) == .max { return nil }
            return left.wrappingSubtract(1, ordering: .relaxed).oldValue == 0 ? code : nil
        }
    }

    /// Once over a connection that is kept, once over a new one for each request.
    @Test(arguments: [ECONNRESET, EPIPE, EMFILE, ENOBUFS, EIO], [128, 0])
    func `whichever call fails, the client sees no wrong answer and the next request is served`(
        code: Int32,
        idleMax: Int
    ) async throws {
        let saboteur = Saboteur(code)
        try await onStage(system: saboteur.system, { $0.upstream.idleMax = idleMax }) { stage in
            async let answering: Void = stage.backend.answerEverything()
            for call in 0... {
                saboteur.arm(call)
                let sabotaged = try await Self.ask(stage)
                let hasStruck = saboteur.disarm()
                #expect(sabotaged.isWhole || sabotaged.isRefusal || sabotaged.isTorn, "call \(call): \(sabotaged)")
                let next = try await Self.ask(stage)
                #expect(next.isWhole, "after call \(call): \(next)")
                while stage.router.server.connectionCount > 0 { await Task.yield() }
                if !hasStruck { break }
            }
            await stage.backend.close()
            await answering
        }
    }

    @Test func `loops that cannot be made are an error that says which call failed`() {
        for call in 0..<2 {
            let saboteur = Saboteur(EMFILE)
            saboteur.arm(call)
            #expect(throws: SystemError(.create, EMFILE)) { try LoopGroup(count: 1, system: saboteur.system) }
        }
    }

    @Test(arguments: [SystemCall.socket, .bind, .listen, .register])
    func `an address that cannot be listened on is an error and leaves nothing open`(failing: SystemCall) async throws {
        let system = SystemCalls { $0 == failing ? EINVAL : nil }
        let group = try LoopGroup(count: 1, system: system)
        let server = Server(on: group) { await $0.respond(200, text: "") }
        await #expect(throws: SystemError(failing, EINVAL)) { try await server.listen(on: .loopback()) }
        #expect(await server.stop())
        group.stop()
    }

    private static func ask(_ stage: Stage) async throws -> Seen {
        let client = try await stage.client()
        await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
        let answer = await client.readAnswer()
        await client.close()
        return Seen(answer)
    }

    private struct Seen: CustomStringConvertible {
        let answer: RawAnswer

        init(_ answer: RawAnswer) { self.answer = answer }

        var isWhole: Bool { answer.status == 200 && answer.text == "answer" && answer.ending == .open }
        var isRefusal: Bool { answer.status >= 500 && !answer.body.isEmpty }
        var isTorn: Bool { answer.ending.isOver && answer.text.count < "answer".count }
        var description: String { "\(answer.status) \(answer.ending) \(answer.text)" }
    }
}
