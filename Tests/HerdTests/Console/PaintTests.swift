import Console
import Testing

/// What people see at a terminal.
@Suite struct PaintTests {
    private let lines = ["Herd", "fine", "", "node", "  ! late", ""]

    @Test func `headings and what is wrong are coloured, where that is wanted`() {
        #expect(Paint.lines(lines, hasSections: true, isOn: false) == lines)
        #expect(
            Paint.lines(lines, hasSections: true, isOn: true) == [
                "\u{1B}[1mHerd\u{1B}[0m", "fine", "", "\u{1B}[1mnode\u{1B}[0m", "\u{1B}[33m  ! late\u{1B}[0m", "",
            ]
        )
        #expect(Paint.lines(lines, hasSections: false, isOn: true)[3] == "node")
    }

    @Test(arguments: [
        ("a line", 6, ["a line"]), ("a line", 5, ["a", "  lin", "  e"]),
        ("nodes     1 online, 2 held", 18, ["nodes     1", "    online, 2 held"]),
        ("unbreakable", 4, ["unbr", "  ea", "  ka", "  bl", "  e"]), ("  ! too long", 8, ["  ! too", "    long"]),
        ("", 3, [""]),
    ])
    func `a line that is too long goes on below, further right`(text: String, width: Int, lines: [String]) {
        #expect(Terminal.wrapped(text, to: width, indent: 4) == lines)
    }

    @Test func `where there is no terminal a line is as long as it is`() {
        #expect(Terminal.wrapped("as long as it is", to: nil) == ["as long as it is"])
    }
}
