import Testing

/// Each rule on a bad sample and on a good one: a rule that cannot fail proves nothing.
@Suite struct RulesTests {
    private func lines(_ rule: (SourceFile) -> [Violation], _ path: String, _ text: String) -> [Int] {
        rule(SourceFile(path: path, text: text)).map(\.line)
    }

    @Test func `comments and strings are no code, and lines keep their numbers`() {
        let text = SourceText(
            ##"""
            a // b
            /* c /* d */
            e */ f "g \" h" i
            j #"k " l"# m
            n """
              o
              """ p
            q `public r` s
            """##
        )
        let code = text.code.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(code.map { $0.filter(\.isLetter) } == ["a", "", "fi", "jm", "n", "", "p", "qs"])
        #expect(text.withoutComments.contains("g \\\" h") && !text.withoutComments.contains("d"))
    }

    @Test func `imports are held against the table`() {
        let bad = "import Foundation\n@testable import Routing\npackage import Fleet\nimport struct Telemetry.Logger\n"
        #expect(lines(Rules.imports, "Sources/Learning/A.swift", bad) == [1, 2, 4])
        #expect(lines(Rules.imports, "Sources/Unheard/A.swift", "") == [1])
        #expect(lines(Rules.imports, "Tests/LearningTests/A.swift", bad) == [])
        #expect(
            lines(Rules.imports, "Sources/HTTPEngine/A.swift", "#if canImport(Glibc)\n    import Glibc\n#endif") == []
        )
    }

    @Test func `no line of the table imports from above itself`() {
        for (module, line) in ModuleTable.lines {
            #expect(!line.imports.contains(module))
            for other in line.imports {
                #expect(ModuleTable.lines[other]?.imports.contains(module) == false, "\(module) and \(other)")
            }
        }
        for module in ModuleTable.deciding { #expect(ModuleTable.lines[module]?.system == []) }
    }

    @Test(arguments: [
        "func f() async {}", "let t = ContinuousClock.now", "actor A {}", "await f()", "let x = Int.random(in: 0..<9)",
        "names.shuffled()", "let s: any TimeSource",
    ])
    func `waiting, clocks and chance are found in deciding modules only`(code: String) {
        #expect(lines(Rules.purity, "Sources/Routing/A.swift", code) == [1])
        #expect(lines(Rules.purity, "Sources/Telemetry/A.swift", code) == [])
    }

    @Test func `time and chance that come in are welcome`() {
        let good =
            "let asynchronous = 1 // async\nlet x = Int.random(in: 0..<9, using: &generator)\nfunc f(at now: Instant) {}"
        #expect(lines(Rules.purity, "Sources/Routing/A.swift", good) == [])
    }

    @Test(arguments: [
        "Task { }", "let t = Task<Int, Never> { 1 }", "Task(priority: .high) {", "Task.detached {", "Task.immediate {",
    ])
    func `a task without a parent is found outside the few places for it`(code: String) {
        #expect(lines(Rules.tasks, "Sources/Router/A.swift", "\n" + code) == [2])
        #expect(lines(Rules.tasks, "Sources/HTTPEngine/Loop/EventLoop.swift", "\(code)\n\(code)") == [2])
        #expect(lines(Rules.tasks, "Tests/RouterTests/A.swift", code) == [])
    }

    @Test func `groups and other uses of the word are no new task`() {
        let good =
            "withTaskGroup(of: Int.self) { }\nTask.isCancelled\nlet t: Task<Void, Never>\nTaskExecutor()\n// Task {"
        #expect(lines(Rules.tasks, "Sources/Router/A.swift", good) == [])
    }

    @Test func `forbidden words are found in code and nowhere else`() {
        let bad =
            "public struct A {}\nlet x = try! f()\nfatalError(\"x\")\n// public\nlet s = \"try!\"\nlet publication = 1"
        #expect(Set(lines(Rules.forbiddenWords, "Sources/Fleet/A.swift", bad)) == [1, 2, 3])
    }

    @Test func `what is left for later is found in comments too`() {
        let mark = "TO" + "DO"
        #expect(lines(Rules.unfinished, "Sources/Fleet/A.swift", "\n// \(mark): later") == [2])
        #expect(lines(Rules.unfinished, "Sources/Fleet/A.swift", "let \(mark)s = 1") == [])
    }

    @Test func `an unchecked promise needs a comment near it`() {
        let promise = "final class A: @unchecked Sendable {\n"
        #expect(lines(Rules.promises, "Sources/Fleet/A.swift", promise) == [1])
        #expect(lines(Rules.promises, "Sources/Fleet/A.swift", promise + "    // Only atomics inside.\n") == [])
        #expect(lines(Rules.promises, "Sources/Fleet/A.swift", "// Far.\n\n\n\nnonisolated(unsafe) var x = 1") == [5])
    }

    @Test func `a file declares the type it is named after, or extends it`() {
        #expect(lines(Rules.fileName, "Sources/Fleet/Node.swift", "struct NodeID {}") == [1])
        #expect(
            lines(
                Rules.fileName,
                "Sources/Fleet/Node.swift",
                "extension Fleet {\n    package struct Node: Sendable {}\n}"
            ) == []
        )
        #expect(lines(Rules.fileName, "Sources/Fleet/Node+Text.swift", "struct Node {}") == [1])
        #expect(lines(Rules.fileName, "Sources/Fleet/Node+Linux.swift", "struct LinuxNode: Node {}") == [])
        #expect(lines(Rules.fileName, "Sources/Fleet/Node+Linux.swift", "struct Other {}\nlet node: Node") == [1])
        #expect(lines(Rules.fileName, "Sources/Fleet/Node+Text.swift", "extension Fleet.Node: Text {}") == [])
        #expect(lines(Rules.fileName, "Sources/Fleet/Node.swift", "// struct Node\nlet s = \"struct Node\"") == [1])
    }

    @Test func `platform calls outside a platform's file are found`() {
        #expect(
            lines(Rules.platform, "Sources/HTTPEngine/A.swift", "// epoll_wait\nepoll_wait(1)\nopen(\"/proc/self/fd\")")
                == [2, 3]
        )
        #expect(lines(Rules.platform, "Sources/HTTPEngine/A.swift", "kevent(q)") == [1])
        #expect(lines(Rules.platform, "Sources/HTTPEngine/A+Linux.swift", "#if os(Linux)\nepoll_wait(1)\n#endif") == [])
        #expect(lines(Rules.platform, "Sources/HTTPEngine/A+macOS.swift", "kevent(q)") == [1])
    }

    @Test func `a file for one platform has a brother for the other`() {
        let linux = SourceFile(path: "Sources/X/A+Linux.swift", text: "")
        let mac = SourceFile(path: "Sources/X/A+macOS.swift", text: "")
        #expect(Rules.platformPairs([linux]).count == 1)
        #expect(Rules.platformPairs([mac]).count == 1)
        #expect(Rules.platformPairs([linux, mac]) == [])
    }

    @Test func `a script without its first line is found`() {
        #expect(lines(Rules.shebang, ".ci/run", "set -e\n") == [1])
        #expect(lines(Rules.shebang, ".ci/run", "") == [1])
        #expect(lines(Rules.shebang, ".ci/run", "#!/usr/bin/env bash\n") == [])
    }
}
