import HTTPEngine
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The program, a backend it forwards to, and the loop on which the test plays both of the other ends.
struct Running: Sendable {
    let group: LoopGroup
    /// Where it keeps its data, unless the flags say otherwise.
    let folder: TemporaryFolder
    let backend: RawListener
    let program: RunningProgram
    let address: SocketAddress

    var loop: EventLoop { group.loops[0] }

    init(_ flags: [String] = []) async throws {
        group = try LoopGroup(count: 1)
        folder = try TemporaryFolder()
        backend = try await RawListener(on: group.loops[0])
        program = try RunningProgram(
            RunningProgram.built("herd"),
            [
                "--host", "127.0.0.1", "--port", "0", "--backend", "http://\(backend.address)", "--log-format", "json",
                "--data-dir", folder("data"),
            ] + flags
        )
        let said = await program.read(until: "\"backend\"")
        let port = said.split(separator: "http://127.0.0.1:").dropFirst().first?.prefix { $0.isNumber }
        address = .loopback(port: port.flatMap { Int($0) } ?? 0)
    }

    func client() async throws -> RawPeer {
        try await RawPeer(to: address, on: loop)
    }

    func end() async -> Int32 {
        program.signal(SIGTERM)
        let code = await program.wait().code
        await close()
        return code
    }

    func close() async {
        await backend.close()
        group.stop()
    }
}
