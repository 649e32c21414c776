import Foundation

@testable import Router

/// A page of `Docs/API`, as far as tests read it.
struct DocumentPage {
    let text: String

    init(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath + "/../../../../Docs/API/\(name)").standardizedFileURL
        text = try String(contentsOf: file, encoding: .utf8)
    }

    /// The paths in its table of endpoints.
    var paths: [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let mark = lines.firstIndex(of: "<!-- endpoints -->") else { return [] }
        return lines[(mark + 3)...].prefix { $0.hasPrefix("|") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count > 1 ? cells[1].trimmingCharacters(in: CharacterSet(charactersIn: "`")) : ""
        }
    }
}

extension Route {
    /// - Parameter path: with a name in braces in the place of whatever may stand there.
    init(documented path: String) {
        let target = Array(path.replacing("{", with: "").replacing("}", with: "").utf8)
        self.init(target: target.span)
    }

    /// Everything below a path that has no route of its own.
    var isCatchAll: Bool { label.hasSuffix("*") || self == .other }
}
