import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One of our own programs, started as a user would start it.
package final class RunningProgram: Sendable {
    package let id: Int32
    private let output: Int32

    package struct CannotStart: Error {
        package var path: String
        package var code: Int32
    }

    /// - Parameters:
    ///   - path: of the executable.
    ///   - arguments: without the program's name.
    ///   - environment: all of it; nothing is inherited.
    ///   - terminal: where it reads and writes, in the place of what is read here.
    package init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        on terminal: PlayedTerminal? = nil
    ) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw CannotStart(path: path, code: errno) }
        defer { close(ends[1]) }
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor: Int32 in (terminal == nil ? 1 : 0)...2 {
            posix_spawn_file_actions_adddup2(&actions, terminal?.far ?? ends[1], descriptor)
        }
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var id: pid_t = 0
        let code = posix_spawn(&id, path, &actions, nil, &words, &variables)
        guard code == 0 else {
            close(ends[0])
            throw CannotStart(path: path, code: code)
        }
        self.id = id
        output = ends[0]
    }

    deinit {
        close(output)
    }

    /// Reads what the program says, to both of its outputs, until the text has come or it has ended.
    package func read(until text: String) async -> String {
        await Self.onThread { self.blockingRead(until: text) }
    }

    /// What it says until it ends, and how it ended: its exit code, or 256 and more for a signal.
    package func wait() async -> (code: Int32, said: String) {
        await Self.onThread { self.blockingWait() }
    }

    /// Tests share a few threads: one that blocked would keep the others from going on.
    static func onThread<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) async -> Answer {
        await withCheckedContinuation { task in
            SystemCalls.startThread("test-program") { task.resume(returning: body()) }
        }
    }

    private func blockingRead(until text: String) -> String {
        var said: [UInt8] = []
        var byte: UInt8 = 0
        while !String(decoding: said, as: UTF8.self).contains(text), Self.readOne(output, &byte) {
            said.append(byte)
        }
        return String(decoding: said, as: UTF8.self)
    }

    private func blockingWait() -> (code: Int32, said: String) {
        var said: [UInt8] = []
        var byte: UInt8 = 0
        while Self.readOne(output, &byte) { said.append(byte) }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        let signal = status & 0x7f
        return (signal == 0 ? status >> 8 & 0xff : 256 + signal, String(decoding: said, as: UTF8.self))
    }

    package func signal(_ number: Int32) {
        kill(id, number)
    }

    static func readOne(_ descriptor: Int32, _ byte: inout UInt8) -> Bool {
        while true {
            let count = Self.systemRead(descriptor, &byte)
            if count >= 0 || errno != EINTR { return count == 1 }
        }
    }

    private static func systemRead(_ descriptor: Int32, _ byte: inout UInt8) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, &byte, 1)
        #else
            Darwin.read(descriptor, &byte, 1)
        #endif
    }

    /// An executable that was built together with the running tests.
    package static func built(_ name: String) -> String {
        // The test bundle's own place: beside the programs on Linux, inside a bundle beside them on macOS.
        var folder = CommandLine.arguments[0]
        if let bundle = CommandLine.arguments.first(where: { $0.hasSuffix(".xctest") }) { folder = bundle }
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            if access("\(folder)/\(name)", X_OK) == 0 { return "\(folder)/\(name)" }
        }
        return name
    }
}
