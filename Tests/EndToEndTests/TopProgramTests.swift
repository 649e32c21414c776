import HTTPEngine
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `herd top` at a terminal.
@Suite(.serialized) struct TopProgramTests {
    /// Takes the terminal, and gives it back.
    private static let (begin, end) = ("\u{1B}[?1049h", "\u{1B}[?1049l")
    /// The end of a picture.
    private static let drawn = "\u{1B}[J"

    private func top(
        _ router: Started,
        at terminal: PlayedTerminal,
        _ flags: [String] = [],
        _ environment: [String: String] = ["TERM": "xterm"]
    ) throws -> RunningProgram {
        try RunningProgram(
            RunningProgram.built("herd"),
            ["top", "--router", "http://\(router.address)"] + flags,
            environment: environment,
            on: terminal
        )
    }

    @Test(arguments: ["q", "\u{1B}", "\u{3}", "SIGTERM", "SIGINT"])
    func `however it is ended, the terminal is as it was`(_ way: String) async throws {
        let router = try await Started(["--host", "127.0.0.1", "--port", "0"])
        let terminal = try PlayedTerminal(width: 80, height: 24)
        let manners = terminal.manners
        let program = try top(router, at: terminal)
        let seen = await terminal.read(until: Self.begin) + terminal.read(until: Self.drawn)
        #expect(seen.contains("Herd ") && seen.contains("herd nodes add") && terminal.manners != manners)
        switch way {
        case "SIGTERM": program.signal(SIGTERM)
        case "SIGINT": program.signal(SIGINT)
        default: terminal.type(way)
        }
        let rest = await terminal.read(until: Self.end)
        #expect(await program.wait().code == 0)
        // The cursor is seen again, and long lines go on below.
        #expect(rest.contains("\u{1B}[?25h") && rest.contains("\u{1B}[?7h") && terminal.manners == manners)
        #expect(await router.end() == 0)
    }

    @Test func `a window of another size gets a picture of its size at once`() async throws {
        let router = try await Started(["--host", "127.0.0.1", "--port", "0"])
        let terminal = try PlayedTerminal(width: 200, height: 50)
        let program = try top(router, at: terminal, ["--interval", "1h"])
        #expect(await terminal.read(until: Self.drawn).contains("or start herd-node") == false)
        for width in [40, 80] {
            terminal.resize(width: width, height: 12)
            let lines = await terminal.read(until: Self.drawn).split(separator: "\r\n").map(Self.plain)
            let widest = lines.map(\.count).max() ?? 0
            #expect(lines.count <= 12 && widest <= width && widest > width / 2, "\(lines)")
        }
        terminal.type("q")
        _ = await terminal.read(until: Self.end)
        #expect(await program.wait().code == 0)
        #expect(await router.end() == 0)
    }

    @Test func `it is coloured where that is wanted`() async throws {
        let router = try await Started(["--host", "127.0.0.1", "--port", "0"])
        for (environment, isColoured) in [
            (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "dumb"], false),
        ] {
            let terminal = try PlayedTerminal(width: 80, height: 24)
            let program = try top(router, at: terminal, [], environment)
            #expect(await terminal.read(until: Self.drawn).contains("\u{1B}[1m") == isColoured)
            terminal.type("q")
            _ = await terminal.read(until: Self.end)
            #expect(await program.wait().code == 0)
        }
        #expect(await router.end() == 0)
    }

    @Test func `a router that ends is waited for, and seen again`() async throws {
        let folder = try TemporaryFolder()
        let flags = ["--host", "127.0.0.1", "--data-dir", folder("data"), "--port"]
        let first = try await Started(flags + ["0"])
        let terminal = try PlayedTerminal(width: 80, height: 24)
        let program = try top(first, at: terminal, ["--interval", "100ms"])
        _ = await terminal.read(until: "Herd ")
        #expect(await first.end() == 0)
        _ = await terminal.read(until: "Trying again")
        let second = try await Started(flags + ["\(first.address.port)"])
        _ = await terminal.read(until: "Herd ")
        terminal.type("q")
        _ = await terminal.read(until: Self.end)
        #expect(await program.wait().code == 0)
        #expect(await second.end() == 0)
    }

    @Test func `without a router nothing is drawn, and the terminal is as it was`() async throws {
        let terminal = try PlayedTerminal(width: 80, height: 24)
        let manners = terminal.manners
        let program = try RunningProgram(
            RunningProgram.built("herd"),
            ["top", "--router", "http://127.0.0.1:1"],
            environment: ["TERM": "xterm"],
            on: terminal
        )
        #expect(await program.wait().code == 3)
        let said = await terminal.read(until: "let others in?")
        #expect(said.contains("no router answers at http://127.0.0.1:1") && terminal.manners == manners)
    }

    /// A line without what steers the terminal.
    private static func plain(_ line: Substring) -> String {
        var text = ""
        var isSteering = false
        for character in line {
            if character == "\u{1B}" { isSteering = true }
            if !isSteering, !character.isNewline { text.append(character) }
            if isSteering, character.isLetter { isSteering = false }
        }
        return text
    }
}
