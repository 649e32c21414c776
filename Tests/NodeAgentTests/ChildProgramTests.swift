import HTTPEngine
import Testing

@testable import NodeAgent

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite struct ChildProgramTests {
    @Test func `a program is found where it can be run, and nowhere else`() throws {
        let machine = try Machine()
        try machine.write("one/tool", "no program")
        try machine.write("two/tool/file", "a folder of that name")
        try machine.write("three/tool", "#!/bin/sh")
        chmod(machine.path("three/tool"), 0o755)
        let path = ["one", "two", "three"].map(machine.path).joined(separator: ":")
        #expect(ChildProgram.path(of: "tool", path: path, also: []) == machine.path("three/tool"))
        #expect(ChildProgram.path(of: "tool", path: nil, also: [machine.path("three")]) == machine.path("three/tool"))
        #expect(ChildProgram.path(of: "tool", path: machine.path("one"), also: [machine.path("two")]) == nil)
    }

    @Test func `what it says is in its file, and how it ended is told`() async throws {
        let machine = try Machine()
        try machine.write("log", "of another run, and longer than what comes")
        let program = try ChildProgram("/bin/sh", ["-c", "echo out; echo err >&2; exit 7"], log: machine.path("log"))
        var end: String?
        while end == nil {
            end = program.ending()
            await Task.yield()
        }
        #expect(end == "exit code 7")
        #expect(SystemFile.text(machine.path("log")) == "out\nerr")
    }

    @Test func `it is ended with what it has started`() async throws {
        let machine = try Machine()
        let program = try ChildProgram("/bin/sh", ["-c", "sleep 1000 & echo $!; wait"], log: machine.path("log"))
        while SystemFile.number(machine.path("log")) == nil { await Task.yield() }
        let other = pid_t(try #require(SystemFile.number(machine.path("log"))))
        program.signal(SIGKILL)
        while program.ending() == nil { await Task.yield() }
        while kill(other, 0) == 0, !isZombie(other) { await Task.yield() }
    }

    /// Where nobody waits for it, what has ended stays in the table.
    private func isZombie(_ id: pid_t) -> Bool {
        SystemFile.text("/proc/\(id)/stat")?.contains(") Z ") ?? false
    }

    @Test func `what cannot be started says why`() {
        #expect(throws: ChildProgram.CannotStart.self) {
            try ChildProgram("/nowhere/ollama", ["serve"], log: "/dev/null")
        }
    }
}
