import Fleet
import Foundation
import Testing

@testable import NodeAgent

/// A recorded machine, unpacked where a test can change it. All of them go away with the tests' process.
struct Machine {
    private static let home: URL = {
        atexit { try? FileManager.default.removeItem(at: Machine.home) }
        return FileManager.default.temporaryDirectory.appendingPathComponent("herd-machines-\(getpid())")
    }()

    private let folder: URL

    /// Without a name: a machine that tells nothing, not even that its folders exist.
    init(_ name: String? = nil) throws {
        folder = Self.home.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let name else { return }
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/\(name).txt")
        let recording = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        for part in ("\n" + recording).components(separatedBy: "\n=== ").dropFirst() {
            let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            try add(String(lines[0]), lines.count > 1 ? String(lines[1]) + "\n" : "")
        }
    }

    var roots: SystemRoots {
        SystemRoots(proc: path("proc"), sys: path("sys"), dev: path("dev"), run: path("run"))
    }

    func path(_ relative: String) -> String { folder.appendingPathComponent(relative).path }

    func write(_ relative: String, _ text: String) throws { try write(relative, Data(text.utf8)) }

    func write(_ relative: String, _ data: Data) throws {
        try makeParent(of: relative)
        try data.write(to: URL(fileURLWithPath: path(relative)))
    }

    func link(_ relative: String, to target: String) throws {
        try makeParent(of: relative)
        try FileManager.default.createSymbolicLink(atPath: path(relative), withDestinationPath: target)
    }

    func remove(_ relative: String) throws { try FileManager.default.removeItem(atPath: path(relative)) }

    /// When somebody last read the file.
    func setRead(_ relative: String, secondsSince1970: Int) {
        let time = timeval(tv_sec: secondsSince1970, tv_usec: 0)
        let result = utimes(path(relative), [time, time])
        #expect(result == 0)
    }

    /// All files, for tests that spoil each of them.
    var files: [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return all.filter {
            let attributes = try? FileManager.default.attributesOfItem(atPath: path($0))
            return attributes?[.type] as? FileAttributeType == .typeRegular
        }.sorted()
    }

    private func add(_ head: String, _ text: String) throws {
        let parts = head.components(separatedBy: " -> ")
        if parts.count == 2 {
            try link(parts[0], to: parts[1])
        } else if head.hasSuffix("/") {
            try FileManager.default.createDirectory(atPath: path(head), withIntermediateDirectories: true)
        } else {
            try write(head, text)
        }
    }

    private func makeParent(of relative: String) throws {
        let parent = URL(fileURLWithPath: path(relative)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    }
}

extension Machine {
    static let names = ["laptop", "desktop", "server", "container", "board"]
}

/// The moment a number of seconds after the test began.
func after(_ seconds: Double, wall: Int64 = 1_790_100_000) -> Moment {
    Moment(
        now: Instant(nanoseconds: 1_000_000_000_000) + Seconds(seconds),
        wall: WallTime(secondsSince1970: wall + Int64(seconds))
    )
}
