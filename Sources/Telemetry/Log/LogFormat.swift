/// For people, or for programs that collect logs: one JSON object a line.
package enum LogFormat: String, CaseIterable, Sendable {
    case text, json
}
