/// Text broken into lines at blanks.
enum Paragraph {
    static func wrapped(_ text: String, columns: Int, indent: String) -> String {
        var lines: [String] = []
        var line = indent
        for word in text.split(separator: " ") {
            if line.count > indent.count {
                if line.count + 1 + word.count > columns {
                    lines.append(line)
                    line = indent
                } else {
                    line += " "
                }
            }
            line += word
        }
        return String((lines + [line]).joined(separator: "\n").map { $0 == fixedBlank ? " " : $0 })
    }

    /// The text as one word for `wrapped`.
    static func unbroken(_ text: String) -> String {
        String(text.map { $0 == " " ? fixedBlank : $0 })
    }

    private static let fixedBlank: Character = "\u{A0}"
}
