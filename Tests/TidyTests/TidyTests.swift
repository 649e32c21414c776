import Testing

@Suite struct TidyTests {
    private func report(_ violations: [Violation]) {
        for violation in violations { Issue.record("\(violation)") }
    }

    @Test func `the tree is found`() throws {
        let paths = try SourceTree.swiftFiles().map(\.path)
        #expect(paths.contains("Tests/TidyTests/TidyTests.swift"))
        #expect(paths.contains("Sources/Telemetry/Log/Logger.swift"))
        #expect(try SourceTree.scripts().map(\.path).contains(".ci/run"))
    }

    @Test func `modules import only from lines below their own`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.imports))
    }

    @Test func `deciding modules hold no clock, no chance and no waiting`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.purity))
    }

    @Test func `no task begins without a parent`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.tasks))
    }

    @Test func `nothing is public, and nothing fails by crashing`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.forbiddenWords))
    }

    @Test func `nothing is left for later in the sources`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.unfinished))
    }

    @Test func `every unchecked promise has its proof beside it`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.promises))
    }

    @Test func `files are named after a type they declare`() throws {
        report(try SourceTree.swiftFiles().flatMap(Rules.fileName))
    }

    @Test func `what one platform alone has stays in files that say so, in pairs`() throws {
        let files = try SourceTree.swiftFiles()
        report(files.flatMap(Rules.platform) + Rules.platformPairs(files))
    }

    @Test func `every script says what runs it`() throws {
        report(try SourceTree.scripts().flatMap(Rules.shebang))
    }
}
