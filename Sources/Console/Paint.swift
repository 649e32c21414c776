/// A little colour for lines that are laid out already, so that it takes no room: what is wrong is yellow, headings are bold.
package enum Paint {
    private static let warning = "\u{1B}[33m"
    private static let heading = "\u{1B}[1m"
    private static let plain = "\u{1B}[0m"

    /// - Parameters:
    ///   - lines: the first is a heading; what is wrong begins with an exclamation mark.
    ///   - hasSections: the first line after each blank one is a heading too.
    package static func lines(_ lines: [String], hasSections: Bool, isOn: Bool = Terminal.hasColours) -> [String] {
        if !isOn { return lines }
        return lines.indices.map { index in
            let line = lines[index]
            if line.drop(while: { $0 == " " }).hasPrefix("!") { return warning + line + plain }
            let isHeading = index == 0 || hasSections && lines[index - 1].isEmpty
            return isHeading && !line.isEmpty ? heading + line + plain : line
        }
    }
}
