import Foundation
import Testing

@testable import Configuration

@Suite struct OperatingSystemTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "configuration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func `a file is read whole, and none is no error`() throws {
        try withFolder { folder in
            let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/f"))
            #expect(try OperatingSystem.bytes(ofFile: folder + "/f") == bytes)
            #expect(try OperatingSystem.bytes(ofFile: folder + "/none") == nil)
            #expect(try OperatingSystem.bytes(ofFile: folder + "/f/none") == nil)
        }
    }

    @Test func `a folder, and a file too large for settings, are errors in the system's words`() throws {
        try withFolder { folder in
            let failure = #expect(throws: FileFailure.self) { try OperatingSystem.bytes(ofFile: folder) }
            #expect(failure?.reason.contains("directory") == true)
            try Data(count: OperatingSystem.fileBytesMax + 1).write(to: URL(fileURLWithPath: folder + "/large"))
            #expect(throws: FileFailure.self) { try OperatingSystem.bytes(ofFile: folder + "/large") }
        }
    }

    @Test func `the surroundings are those of this process`() {
        let surroundings = OperatingSystem.surroundings()
        #expect(surroundings.environment["PATH"] == ProcessInfo.processInfo.environment["PATH"])
        #expect(surroundings.environment.count == ProcessInfo.processInfo.environment.count)
        #expect(surroundings.home?.isEmpty == false)
    }

    @Test func `the process's own start reads a real file`() throws {
        try withFolder { folder in
            try Data("port = 5\n".utf8).write(to: URL(fileURLWithPath: folder + "/s.conf"))
            guard case .run(_, let settings, _) = try Sample.program.read(["--config", folder + "/s.conf"]) else {
                throw Sample.NotRun()
            }
            #expect(settings[Sample.port] == 5)
        }
    }
}
