import Fleet
import Foundation

@testable import Dialects

/// The table of a request's fields in `Docs/API`: what becomes of each where the backend does not know the call.
///
/// Not written by hand: each row has examples, which are translated with the field and without it, to every backend and to
/// servers that know more and less; a cell says in what the two requests differ. Only the last cell is somebody's word. With
/// `HERD_GOLDEN_RECORD` in the environment the tables are written into their pages.
struct FieldTable: Sendable {
    let page: String
    let path: String
    let call: InferenceCall
    let backends: [Dialect]
    /// The members of a request that has nothing but what it needs.
    let base: String
    let rows: [FieldRow]

    static let all = ollama + openAI + anthropic

    var mark: String { "<!-- fields of \(path) -->" }

    var cells: [[String]] {
        rows.map { row in [row.name] + backends.map { cell(row, $0) } }
    }

    // MARK: What becomes of a field

    private struct Outcome {
        var paths: [String] = []
        var isDropped = false
        var isDroppedInPart = false
        var isRefused = false

        var text: String {
            var words =
                paths.isEmpty ? [] : [paths.joined(separator: ", ") + (isDroppedInPart ? ", dropped in part" : "")]
            if isDropped { words.append("dropped") }
            if isRefused { words.append("400") }
            return words.isEmpty ? "no effect" : words.joined(separator: " or ")
        }
    }

    private func cell(_ row: FieldRow, _ backend: Dialect) -> String {
        var outcome = Outcome()
        for example in row.examples {
            for (images, sampling) in [(true, true), (false, false)] {
                let traits = TargetTraits(takesImageURLs: images, takesLocalSampling: sampling)
                take(example, backend, traits, &outcome)
            }
        }
        return outcome.text
    }

    private func take(_ example: FieldExample, _ backend: Dialect, _ traits: TargetTraits, _ outcome: inout Outcome) {
        guard let with = translated(example.with, backend, traits) else { return outcome.isRefused = true }
        guard let without = translated(example.without, backend, traits) else {
            return outcome.paths.append("no example")
        }
        var paths: [String] = []
        Self.compare(with.json, without.json, at: "") { paths.append($0) }
        for path in paths where !outcome.paths.contains(path) { outcome.paths.append(path) }
        if with.dropped.allSatisfy(without.dropped.contains) { return }
        if paths.isEmpty { outcome.isDropped = true } else { outcome.isDroppedInPart = true }
    }

    private func translated(
        _ members: String,
        _ backend: Dialect,
        _ traits: TargetTraits
    ) -> (json: JSONValue, dropped: [String])? {
        let body = Array("{\(base)\(members.isEmpty ? "" : ",")\(members)}".utf8)
        guard var translation = try? Translation(from: call, to: backend, traits: traits, stamp: GoldenCase.stamp),
            let request = try? translation.request(body.span), let json = try? JSONValue(parsing: request.body)
        else { return nil }
        return (json, request.dropped.names)
    }

    /// Tells the members that only one has, or that differ; not what is in them if all of it is new.
    private static func compare(_ new: JSONValue, _ old: JSONValue, at path: String, _ tell: (String) -> Void) {
        let (new, old) = (plain(new), plain(old))
        if new == old { return }
        if let new = new.object, let old = old.object {
            let prefix = path.isEmpty ? "" : path + "."
            for member in new.members {
                if let before = old[member.key] {
                    compare(member.value, before, at: prefix + member.key, tell)
                } else {
                    tell("`\(prefix)\(name(of: member))`")
                }
            }
            for member in old.members where new[member.key] == nil { tell("no `\(prefix)\(member.key)`") }
        } else if var new = new.array, var old = old.array {
            while let last = new.last, last == old.last { (_, _) = (new.removeLast(), old.removeLast()) }
            for (index, element) in new.enumerated() {
                if index < old.count {
                    compare(element, old[index], at: path + "[]", tell)
                } else {
                    tell("`\(path)[]`")
                }
            }
        } else {
            tell("`\(path)`")
        }
    }

    /// With what is in it, where that is one thing.
    private static func name(of member: JSONObject.Member) -> String {
        guard let members = member.value.object?.members, members.count == 1, members[0].key != "type" else {
            return member.key
        }
        return "\(member.key).\(members[0].key)"
    }

    /// A text in parts of which there is one is that text.
    private static func plain(_ value: JSONValue) -> JSONValue {
        guard let parts = value.array, parts.count == 1, parts[0]["type"] == "text" else { return value }
        return parts[0]["text"] ?? value
    }

    // MARK: The page

    private var file: URL { URL(fileURLWithPath: #filePath + "/../../../../Docs/API/\(page)").standardizedFileURL }

    /// The rows below the mark, with the words of the last cell; nil where there is no such table.
    func written() throws -> [[String]]? {
        let lines = try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        guard let place = lines.firstIndex(of: mark[...]) else { return nil }
        return lines[(place + 3)...].prefix { $0.hasPrefix("|") }.map { line in
            line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    func record() throws {
        let known = try written() ?? []
        let notes = Dictionary(known.compactMap { row in row.last.map { (row[0], $0) } }) { first, _ in first }
        let titles = ["field"] + backends.map { "asked at `\(target($0))`" } + [""]
        let table = [titles, titles.map { _ in "---" }] + cells.map { $0 + [notes[$0[0]] ?? ""] }
        var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
        guard let place = lines.firstIndex(of: mark) else { return }
        let end = lines[(place + 1)...].firstIndex { !$0.hasPrefix("|") } ?? lines.endIndex
        lines.replaceSubrange((place + 1)..<end, with: table.map { "| \($0.joined(separator: " | ")) |" })
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }

    private func target(_ backend: Dialect) -> String {
        switch (backend, call.kind) {
        case (.ollama, .embeddings): "/api/embed"
        case (.openAI, .embeddings): "/v1/embeddings"
        case (.ollama, .completion): "/api/generate"
        case (.ollama, _): "/api/chat"
        case (.openAI, _): "/v1/chat/completions"
        case (.anthropic, _): "/v1/messages"
        }
    }
}
