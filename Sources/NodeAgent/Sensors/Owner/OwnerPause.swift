package import Fleet

/// The owner's own word that the machine is theirs for a while: one line in a file, `until 1790000000` or `until resumed`.
///
/// It is the only thing the owner has to say to be left alone, so doubt counts for the owner: a file that cannot be
/// understood pauses too, until it is removed.
package struct OwnerPause: Equatable, Sendable {
    /// Seconds since 1970. Nil: until the owner resumes.
    package var until: Int64?

    package init(until: Int64?) {
        self.until = until
    }

    package init(text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        self.until = words.count == 2 && words[0] == "until" ? Int64(words[1]) : nil
    }

    package var text: String { "until \(until.map(String.init) ?? "resumed")\n" }

    package func isOver(at wall: WallTime) -> Bool { until.map { $0 <= wall.secondsSince1970 } ?? false }
}
