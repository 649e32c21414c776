import Testing

@testable import Configuration

/// Lists whose elements hold commas, or must go together.
@Suite struct SettingListTests {
    /// Words joined by `+` or by commas, each list once.
    private static let sums = Setting(
        list: "sum",
        Kind<String>(
            placeholder: "SUM",
            expected: "a sum",
            begins: { $0.hasPrefix("s:") },
            fault: { $0.contains("?") ? "asks something" : nil },
            read: { text, _ in text.hasPrefix("s:") && !text.contains("?") ? text : nil },
            write: { $0 }
        ),
        group: "g",
        check: { sums in
            sums.indices.first { sums[..<$0].contains(sums[$0]) }.map { Misfit(index: $0, "is there twice") }
        },
        help: "h."
    )
    private static let program = Program(
        "sample",
        version: "1",
        summary: "",
        folder: "sample",
        configuration: Sample.config,
        commands: [Command("a", summary: "", settings: [sums, Sample.config])]
    )

    private func read(_ variable: String?, _ file: String = "") -> Result<[String], SettingsError> {
        Result { () throws(SettingsError) in
            var surroundings = Sample.surroundings
            surroundings.environment = variable.map { ["SAMPLE_SUM": $0] } ?? [:]
            let invocation = try Self.program.read([], in: surroundings) { _ throws(FileFailure) in Array(file.utf8) }
            guard case .run(_, let settings, _) = invocation else { return [] }
            return settings[Self.sums]
        }
    }

    private func complaint(_ variable: String?, _ file: String = "") -> [String] {
        if case .failure(let error) = read(variable, file) { error.problems.map(\.description) } else { [] }
    }

    @Test func `a piece of a variable that begins no element belongs to the one before`() throws {
        #expect(try read("s:1, 2 ,s:3").get() == ["s:1,2", "s:3"])
        #expect(try read("s:1").get() == ["s:1"])
        #expect(try read("").get() == [])
        #expect(complaint("2,s:1") == [#"SAMPLE_SUM: expects a sum, not "2""#])
    }

    @Test func `an element that does not go with the others is named with its own line`() {
        let problem = #"\#(Sample.file):4: sum "s:1" is there twice"#
        #expect(complaint(nil, "sum = s:1\nsum = s:2\n\nsum = s:1") == [problem])
    }

    @Test func `what is wrong with an element is said where it is known`() {
        #expect(complaint(nil, "sum = s:1\nsum = s:2?") == [#"\#(Sample.file):2: sum "s:2?" asks something"#])
    }
}
