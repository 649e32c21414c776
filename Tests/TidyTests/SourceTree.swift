import Foundation

/// The repository as it lies on disk, found from where this file stands.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func swiftFiles() throws -> [SourceFile] { try swift.get() }
    static func scripts() throws -> [SourceFile] { try shell.get() }

    private static let swift = Result {
        try files(under: ["Sources", "Tests", "Benchmarks"]) { $0.pathExtension == "swift" }
    }

    /// Named `.sh`, or without an ending in the folder for scripts.
    private static let shell = Result {
        try files(under: [".ci", "Config", "Benchmarks", "Tests"]) { url in
            url.pathExtension == "sh" || url.pathExtension.isEmpty && url.path.contains("/.ci/")
        }
    }

    private static func files(under folders: [String], where isWanted: (URL) -> Bool) throws -> [SourceFile] {
        var files: [SourceFile] = []
        for folder in folders {
            let base = root.appendingPathComponent(folder)
            guard FileManager.default.fileExists(atPath: base.path),
                let paths = FileManager.default.enumerator(at: base, includingPropertiesForKeys: [.isRegularFileKey])
            else { continue }
            for case let url as URL in paths where isWanted(url) {
                guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
                let path = String(url.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1))
                files.append(SourceFile(path: path, text: String(decoding: try Data(contentsOf: url), as: UTF8.self)))
            }
        }
        return files.sorted { $0.path < $1.path }
    }
}
