/// A model's name as people write it, brought to one form.
///
/// `Llama3`, `llama3` and `llama3:latest` are one name: lower case, with the tag written out. A registry path keeps its
/// slashes; only a colon after the last slash starts a tag, so `host:5000/llama3` still gets its `:latest`.
package struct ModelName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for an empty name, and for one that nobody meant: that is too long, or that no terminal could show.
    package init?(_ written: String) {
        guard !written.isEmpty, written.utf8.count <= Self.lengthMax else { return nil }
        // Byte by byte: every request has its model's name read, and nearly all are written as they shall be.
        var isPlain = true
        var hasTag = false
        for byte in written.utf8 {
            isPlain = isPlain && (0x20..<0x7F).contains(byte) && !(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte)
            hasTag = byte == UInt8(ascii: ":") || hasTag && byte != UInt8(ascii: "/")
        }
        if !isPlain, written.hasControlCharacters { return nil }
        let lower = isPlain ? written : written.lowercased()
        self.text = hasTag ? lower : lower + ":latest"
    }

    package static let lengthMax = 512

    package static func < (a: Self, b: Self) -> Bool { a.text < b.text }

    /// As it is shown: the tag everybody leaves out is left out.
    package var description: String {
        text.hasSuffix(":latest") ? String(text.dropLast(7)) : text
    }
}

/// What a model's files hash to: the same digest is the same model, whatever the name.
package struct ModelDigest: Hashable, Sendable {
    package let text: String

    /// Prefixes differ between servers (`sha256:abc…`, `abc…`); the hash does not.
    package init?(_ written: String) {
        let lower = written.lowercased()
        let hash = lower.hasPrefix("sha256:") ? String(lower.dropFirst(7)) : lower
        guard !hash.isEmpty, hash.utf8.count <= 128 else { return nil }
        self.text = hash
    }
}
