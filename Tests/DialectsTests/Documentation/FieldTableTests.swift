import Foundation
import Testing

@testable import Dialects

@Suite struct FieldTableTests {
    @Test func `a page says of every field what becomes of it`() throws {
        for table in FieldTable.all {
            if ProcessInfo.processInfo.environment["HERD_GOLDEN_RECORD"] != nil { try table.record() }
            let written = try #require(try table.written(), "\(table.page) has no table of \(table.path)")
            let cells = table.cells
            #expect(written.map { $0.first } == cells.map { $0.first }, "\(table.path)")
            for (row, expected) in zip(written, cells) {
                #expect(Array(row.dropLast()) == expected, "\(table.path)")
            }
        }
    }

    @Test func `an example knows itself with and without its field`() {
        let example = FieldExample(#""a":[§1¦2§,3§,4§]"#)
        #expect(example.with == #""a":[1,3,4]"# && example.without == #""a":[2,3]"#)
        #expect(FieldExample(#""a":1"#).with == #""a":1"# && FieldExample(#""a":1"#).without.isEmpty)
    }

    @Test func `a table tells a field that is passed on from one that is dropped and one that is refused`() {
        let table = FieldTable(
            page: "",
            path: "",
            call: InferenceCall(.openAI, .chat),
            backends: [.ollama, .anthropic],
            base: #""model":"m","messages":[{"role":"user","content":"x"}]"#,
            rows: [
                FieldRow("seed", #""seed":1"#), FieldRow("audio", #""audio":{}"#),
                FieldRow("n", #""n":1"#), FieldRow("temperature", #""temperature":0.5"#, #""temperature":1.5"#),
            ]
        )
        #expect(
            table.cells == [
                ["seed", "`options.seed`", "dropped"], ["audio", "400", "400"], ["n", "no effect", "no effect"],
                ["temperature", "`options.temperature`", "`temperature`, dropped in part"],
            ]
        )
    }
}
