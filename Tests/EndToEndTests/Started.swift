import HTTPEngine
import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program of ours that listens, and the loop on which the test plays its client.
struct Started {
    let group: LoopGroup
    let program: RunningProgram
    let address: SocketAddress
    let said: String
    /// Its data folder, where no other router is.
    private let folder: TemporaryFolder

    init(_ arguments: [String], announcement: String = "http://127.0.0.1:") async throws {
        group = try LoopGroup(count: 1)
        folder = try TemporaryFolder()
        let environment = ["HERD_DATA_DIR": folder.path]
        program = try RunningProgram(RunningProgram.built("herd"), arguments, environment: environment)
        said = await program.read(until: announcement) + program.read(until: "\n")
        address = .loopback(
            port: Self.port(after: "localhost:", in: said) ?? Self.port(after: "127.0.0.1:", in: said) ?? 0
        )
    }

    private static func port(after mark: String, in text: String) -> Int? {
        text.split(separator: mark).dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) }
    }

    func ask(_ path: String, _ body: String?) async throws -> RawAnswer {
        let client = try await RawPeer(to: address, on: group.loops[0])
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        await client.send("\(body == nil ? "GET" : "POST") \(path) HTTP/1.1\r\nHost: a\r\n\(length)\r\n\(body ?? "")")
        let answer = await client.readAnswer()
        await client.close()
        return answer
    }

    func end() async -> Int32 {
        program.signal(SIGTERM)
        let code = await program.wait().code
        group.stop()
        return code
    }
}
