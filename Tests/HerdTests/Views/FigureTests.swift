import Testing

@testable import herd

@Suite struct FigureTests {
    @Test(arguments: [
        (0, "0.0 s"), (2.34, "2.3 s"), (9.99, "9.9 s"), (10, "10 s"), (75, "1 min 15 s"), (900, "15 min"),
        (3600, "1 h"),
        (11_534, "3 h 12 min"), (90_000, "1 d 1 h"), (-1, "-"), (.infinity, "-"), (.nan, "-"),
    ])
    func `a time is said in its two largest units`(seconds: Double, text: String) {
        #expect(Figure.span(seconds) == text)
    }

    @Test func `bytes, shares and counts are short`() {
        #expect(
            [0, 270_000_000, 4_700_000_000, 240_000_000_000].map { Figure.bytes($0) } == [
                "0 MB", "270 MB", "4.7 GB", "240 GB",
            ]
        )
        #expect(Figure.bytes(nil) == "-" && Figure.bytes(-1) == "-" && Figure.percent(nil) == "-")
        #expect([0.124, 7, -1].map { Figure.percent($0) } == ["12 %", "100 %", "0 %"])
        #expect([0, 999, 1204, 1_000_000].map { Figure.count($0) } == ["0", "999", "1,204", "1,000,000"])
    }
}
