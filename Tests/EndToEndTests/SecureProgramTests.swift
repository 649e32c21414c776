import HTTPEngine
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The real programs and servers behind https.
@Suite(.serialized, .enabled(if: TLSAuthority.isThere, "needs openssl and python3"))
struct SecureProgramTests {
    @Test func `a node answers for a server behind https by its relay`() async throws {
        let authority = try await TLSAuthority()
        let backend = try await FakeBackend()
        let front = try await TLSFront(authority, before: backend.address)
        let herding = try await Herding()
        let node = try herding.node("studio", ["--backend", "\(front.endpoint)", "--ca-file", authority.file])
        try await herding.untilServing("studio")
        let answer = try await herding.generate(words: 20)
        #expect(answer.status == 200 && answer.chunks.count >= 20)
        #expect(answer["X-Herd-Node"] == "studio")
        await herding.end([node])
        await front.stop()
        await backend.stop()
    }

    @Test func `a server behind https is added while the router runs, and is there after a restart`() async throws {
        let authority = try await TLSAuthority()
        let backend = try await FakeBackend()
        let front = try await TLSFront(authority, before: backend.address)
        let herding = try await Herding()
        let add = ["nodes", "add", "\(front.endpoint)", "--name", "studio", "--router", "http://\(herding.address)"]
        let herd = RunningProgram.built("herd")
        let unbelieved = try await RunningProgram(herd, add + ["--check"]).wait()
        #expect(unbelieved.code == 1 && unbelieved.said.contains("ca-file"), "\(unbelieved.said)")
        let added = try await RunningProgram(herd, add + ["ca-file=\(authority.file)"]).wait()
        #expect(added.code == 0 && added.said.hasPrefix("Added studio: ollama at https://"), "\(added.said)")
        for _ in 0..<2 {
            try await herding.untilServing("studio")
            let answer = try await herding.generate(words: 20)
            #expect(answer.status == 200 && answer.chunks.count >= 20 && answer["X-Herd-Node"] == "studio")
            try await herding.restartRouter()
        }
        await herding.end([])
        await front.stop()
        await backend.stop()
    }

    @Test func `a node says why it cannot believe a server that was named`() async throws {
        let authority = try await TLSAuthority()
        let nobody = ReservedPort()
        let front = try await TLSFront(authority, before: nobody.address)
        let herding = try await Herding()
        let node = try herding.node("studio", ["--backend", "\(front.endpoint)"])
        let said = await node.read(until: "name the authority's certificate with ca-file")
        #expect(said.contains("an inference server that was named does not answer"))
        await herding.end([node])
        await front.stop()
    }

    @Test func `a file of authorities that is missing ends it at the start`() async throws {
        let folder = try TemporaryFolder()
        for program in ["herd", "herd-node"] {
            let flags = ["--data-dir", folder(program), "--ca-file", folder("none.pem")]
            let ended = try await RunningProgram(RunningProgram.built(program), flags).wait()
            #expect(ended.code == 1 && ended.said.contains("none.pem is not there. It must hold"))
        }
    }

    #if os(Linux)
        @Test func `what is needed for https is loaded for it only`() async throws {
            let herd = try await Running()
            #expect(!herd.program.hasLoaded("libcurl"))
            #expect(await herd.end() == 0)
        }

        @Test func `where that is missing it starts, and says so`() async throws {
            let folder = try TemporaryFolder()
            for name in ["libcurl.so.4", "libcurl-gnutls.so.4"] { folder.write([], to: name) }
            let backend = "https://127.0.0.1:1"
            let herd = try RunningProgram(
                RunningProgram.built("herd"),
                ["--host", "127.0.0.1", "--port", "0", "--backend", backend, "--data-dir", folder("data")],
                environment: ["LD_LIBRARY_PATH": folder.path]
            )
            #expect(await herd.read(until: "install it").contains("https needs libcurl, which is not there"))
            herd.signal(SIGTERM)
            #expect(await herd.wait().code == 0)
        }

        @Test func `connections leave no descriptor behind, however they end`() async throws {
            let authority = try await TLSAuthority()
            let backend = try await FakeBackend()
            let front = try await TLSFront(authority, before: backend.address)
            let flags = ["--backend", "\(front.endpoint)", "--ca-file", authority.file]
            let herding = try await Herding(flags + ["--backend-idle-timeout", "100ms"])
            try await herding.untilServing("127.0.0.1")
            let isLoaded = herding.router.hasLoaded("libcurl")
            #expect(isLoaded)
            #expect(try await herding.generate().status == 200)
            let before = try #require(herding.router.figures?.descriptors)
            for _ in 0..<10 {
                #expect(try await herding.generate().status == 200)
                let leaving = try await herding.streaming(words: 100_000)
                _ = await leaving.read(until: "response")
                await leaving.close()
            }
            // The connections that are kept end by and by.
            while try #require(herding.router.figures?.descriptors) > before + 8 { _ = try await herding.nodes() }
            await herding.end([])
            await front.stop()
            await backend.stop()
        }
    #endif
}
