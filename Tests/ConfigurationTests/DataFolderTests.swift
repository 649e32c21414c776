import TestSupport
import Testing

@testable import Configuration

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct DataFolderTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `it is made with the folders above it, for the owner alone`() throws {
        let data = try DataFolder(folder("a/b"))
        #expect(folder.mode(of: "a") == 0o700 && folder.mode(of: "a/b") == 0o700)
        #expect(data("file") == folder("a/b/file"))
    }

    @Test func `a folder that is there is left as it is`() throws {
        mkdir(folder("data"), 0o750)
        _ = try DataFolder(folder("data"))
        #expect(folder.mode(of: "data") == 0o750)
    }

    @Test func `a second program is told which one has it`() throws {
        let first = try DataFolder(folder("data"))
        let refusal = #expect(throws: DataFolder.Taken.self) { try DataFolder(folder("data")) }
        #expect(refusal == DataFolder.Taken(path: first.path, process: Int(getpid())))
        #expect(refusal?.description.contains("in use by another program (process \(getpid()))") == true)
        #expect(refusal?.description.contains("--data-dir") == true)
    }

    @Test func `who has it may say where it can be asked, for as long as it has it`() throws {
        do {
            let data = try DataFolder(folder("data"))
            #expect(DataFolder.address(of: folder("data")) == nil)
            data.announce("http://127.0.0.1:9000")
            #expect(DataFolder.address(of: folder("data")) == "http://127.0.0.1:9000")
            #expect(DataFolder.holder(of: folder("data")) == Int(getpid()))
        }
        #expect(DataFolder.address(of: folder("data")) == nil && DataFolder.address(of: folder("none")) == nil)
    }

    @Test func `it is free again when the first one is through`() throws {
        do { _ = try DataFolder(folder("data")) }
        _ = try DataFolder(folder("data"))
    }

    @Test func `it is free again when the first one was killed`() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder("data") as String] in
            let data = try DataFolder(path)
            withExtendedLifetime(data) { _ = kill(getpid(), SIGKILL) }
        }
        #expect(folder.names == ["data"])
        _ = try DataFolder(folder("data"))
    }

    @Test func `where no folder can be made nobody is refused: the database says what it cannot do`() throws {
        folder.write([1], to: "file")
        _ = try DataFolder(folder("file/data"))
        _ = try DataFolder(folder("file/data"))
    }
}
