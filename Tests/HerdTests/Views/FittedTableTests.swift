import Testing

@testable import herd

@Suite struct FittedTableTests {
    private var table: FittedTable {
        var table = FittedTable([
            .init("name", rank: 0), .init("kind", rank: 2), .init("count", rank: 1, isWord: false),
            .init("models", rank: 0, isElastic: true), .init("note", rank: 3),
        ])
        table.append(["studio", "ollama", "12", "llama3:8b, qwen3:32b", "-"])
        table.append(["a\u{1B}[2J", "vllm", "3", "-", ""])
        return table
    }

    @Test func `with room for all each column is as wide as it must be, and one without anything is not there`() {
        #expect(
            table.lines(width: nil) == [
                "name    kind    count  models",
                "studio  ollama     12  llama3:8b, qwen3:32b",
                "a?[2J   vllm        3  -",
            ]
        )
    }

    @Test func `the long column is cut first, then the least important ones go`() {
        #expect(table.lines(width: 40)[1] == "studio  ollama     12  llama3:8b, qwen3…")
        #expect(
            table.lines(width: 30) == ["name    count  models", "studio     12  llama3:8b, qwe…", "a?[2J       3  -"]
        )
        #expect(table.lines(width: 22) == ["name    models", "studio  llama3:8b, qw…", "a?[2J   -"])
    }

    @Test(arguments: 1...60)
    func `no line is wider than it may be`(width: Int) {
        let widest = table.lines(width: width).map(\.count).max() ?? 0
        #expect(widest <= width)
    }
}
