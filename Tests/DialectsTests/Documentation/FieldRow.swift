/// A row of a table of fields: the field, and requests in which it makes a difference.
struct FieldRow: Sendable {
    let name: String
    let examples: [FieldExample]

    init(_ name: String, _ examples: String...) {
        self.name = name
        self.examples = examples.map(FieldExample.init)
    }
}

/// Members of a request with a field, and the same without it.
///
/// `"messages":[{"role":"user","content":"§a¦b§"}]`: what stands between two signs is there with the field, what follows the
/// bar without it. Without any sign all of it is the field.
struct FieldExample: Sendable {
    let with: String
    let without: String

    init(_ text: String) {
        let parts = text.split(separator: "§", omittingEmptySubsequences: false)
        if parts.count == 1 {
            (with, without) = (text, "")
            return
        }
        var (with, without) = ("", "")
        for (index, part) in parts.enumerated() {
            let sides = part.split(separator: "¦", maxSplits: 1, omittingEmptySubsequences: false)
            with += sides[0]
            if index.isMultiple(of: 2) { without += part } else if sides.count == 2 { without += sides[1] }
        }
        (self.with, self.without) = (with, without)
    }
}
