import Foundation
import Testing

@testable import Configuration

@Suite struct ReportTests {
    @Test func `the report shows every setting with its value and its origin, aligned`() throws {
        let settings = try Sample.settings(
            ["--host", "a", "--host", "b", "--token", "hush"],
            environment: ["SAMPLE_PORT": "7"],
            files: [Sample.file: "\nwait-time = 1h\n"]
        )
        #expect(
            SettingsReport(settings).text == """
                port       7                                    SAMPLE_PORT
                host       a, b                                 --host
                peer       -                                    default
                folder     /home/me/.local/state/sample         default
                wait-time  1h                                   \(Sample.file):2
                size-max   64KiB                                default
                tries      3                                    default
                colour     red                                  default
                loud       false                                default
                title      -                                    default
                token      ******                               --token
                config     /home/me/.config/sample/sample.conf  default

                """
        )
    }

    @Test func `what stands for an empty default is shown in parentheses`() throws {
        #expect(SettingsReport(try Sample.settings()).text.contains("host       (everywhere)"))
        let emptied = try Sample.settings(environment: ["SAMPLE_HOST": ""])
        #expect(SettingsReport(emptied).text.contains("host       -        "))
    }

    @Test func `the report in JSON is what any reader of JSON accepts`() throws {
        let title = "a\"b\\c\u{1}ü\n"
        let settings = try Sample.settings(["config", "--title", title, "--token=hush", "--host=a"])
        let text = SettingsReport(settings).json
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        func row(_ name: String) -> [String: Any]? { rows.first { $0["name"] as? String == name } }
        #expect(rows.count == Sample.all.count)
        #expect(row("title")?["value"] as? String == title)
        #expect(row("title")?["place"] as? String == "--title")
        #expect(row("token")?["value"] as? String == "******")
        #expect(row("host")?["value"] as? [String] == ["a"])
        #expect(row("port")?["value"] as? Int == 4000)
        #expect(row("loud")?["value"] as? Bool == false)
        #expect(row("wait-time")?["value"] as? String == "90s")
        #expect(row("wait-time")?["origin"] as? String == "default")
        #expect(!text.contains("hush"))
    }

    @Test func `the example file changes nothing, and says so of every setting when it is uncommented`() throws {
        let text = ExampleFile(Sample.program).text
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("# ") }
        let isInFile = { (setting: any AnySetting) in setting.declaration.layers.contains(.file) }
        #expect(lines.count == Sample.all.filter(isInFile).count)
        let settings = try Sample.settings(files: [Sample.file: lines.map { $0.dropFirst() }.joined(separator: "\n")])
        let standard = try Sample.settings()
        #expect(settings[Sample.port] == standard[Sample.port])
        #expect(settings[Sample.wait] == standard[Sample.wait])
        #expect(settings[Sample.folder] == standard[Sample.folder])
        #expect(settings[Sample.title] == standard[Sample.title])
        #expect(settings.origin(of: Sample.folder) != .standard)
    }
}
