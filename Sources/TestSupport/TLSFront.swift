package import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Speaks TLS on a loopback port for a server that does not, and passes the bytes on; a cut on one side is a cut on the other.
///
/// A program of its own in Python, so that what is tested does not test itself.
package final class TLSFront: Sendable {
    package struct CannotStart: Error {
        package var said: String
    }

    private static let script = """
        import asyncio, os, ssl, sys

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[1], sys.argv[2])
        if sys.argv[4] == "1.2":
            context.maximum_version = ssl.TLSVersion.TLSv1_2

        async def pump(reader, writer):
            try:
                while data := await reader.read(65536):
                    writer.write(data)
                    await writer.drain()
                writer.close()
            except OSError:
                writer.transport.abort()

        async def serve(reader, writer):
            server = await asyncio.open_connection("127.0.0.1", int(sys.argv[3]))
            await asyncio.gather(pump(reader, server[1]), pump(server[0], writer))

        async def main():
            parent = os.getppid()
            server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
            print("port", server.sockets[0].getsockname()[1], "is open", flush=True)
            while os.getppid() == parent:
                await asyncio.sleep(1)

        asyncio.run(main())
        """

    private let program: RunningProgram
    package let port: Int

    /// - Parameter version: of TLS, at most.
    package init(
        _ authority: TLSAuthority,
        showing certificate: TLSAuthority.Certificate = .local,
        before server: SocketAddress,
        version: String = "1.3"
    ) async throws {
        let files = [authority.file(of: certificate), authority.key]
        program = try RunningProgram(
            TLSAuthority.tool("python3") ?? "python3",
            ["-c", Self.script] + files + [String(server.port), version],
            environment: ["PATH": getenv("PATH").map { String(cString: $0) } ?? ""]
        )
        let said = await program.read(until: "is open")
        guard let port = said.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw CannotStart(said: said)
        }
        self.port = port
    }

    package var endpoint: Endpoint { Endpoint(host: "127.0.0.1", port: port, isSecure: true) }

    package func stop() async {
        program.signal(SIGKILL)
        _ = await program.wait()
    }
}
