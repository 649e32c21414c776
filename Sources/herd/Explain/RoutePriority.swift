import Configuration

/// The priorities as people write them.
enum RoutePriority: String, CaseIterable {
    case interactive, normal, batch
}

extension Kind where Value == String {
    /// A node's label: what can stand in a list with commas.
    static var label: Kind {
        Kind(
            placeholder: "LABEL",
            expected: "a label without commas",
            read: { text, _ in
                let isSound = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ",") }
                return isSound ? text : nil
            },
            write: { $0 }
        )
    }
}
