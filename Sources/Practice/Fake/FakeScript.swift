/// Which answers go wrong, and how: the first place that says something decides.
///
/// The request may say it itself, in its field or its path; then come those that were told to misbehave next, one after the
/// other; then what was said for all.
package struct FakeScript: Equatable, Sendable {
    package var always: Misbehaviour
    package var next: [Misbehaviour]

    package init(always: Misbehaviour = Misbehaviour(), next: [Misbehaviour] = []) {
        self.always = always
        self.next = next
    }

    package static let fieldName = "x-fake"
    private static let prefix = "/fake/"

    /// - Parameter field: the value of the request's `X-Fake`.
    /// - Returns: what to do, and the target without the part that said so.
    package mutating func take(
        field: String?,
        target: String
    ) throws(MisbehaviourError) -> (misbehaviour: Misbehaviour, target: String) {
        var rest = target
        var inPath: String?
        if target.hasPrefix(Self.prefix) {
            let text = target.dropFirst(Self.prefix.count)
            inPath = String(text.prefix { $0 != "/" })
            rest = String(text.drop { $0 != "/" })
            if rest.isEmpty { rest = "/" }
        }
        if let text = field ?? inPath { return (try Misbehaviour(text), rest) }
        return (next.isEmpty ? always : next.removeFirst(), rest)
    }
}
