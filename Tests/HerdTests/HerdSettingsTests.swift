import Foundation
import Testing

@testable import Configuration
@testable import herd

@Suite struct HerdSettingsTests {
    private let surroundings = Surroundings(platform: .linux, home: "~")
    private let file = URL(fileURLWithPath: #filePath + "/../../../Config/herd.conf").standardizedFileURL

    private func shipped() throws -> String {
        String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    private func settings(_ text: String) throws -> Settings {
        let invocation = try HerdSettings.program.read([], in: surroundings) { _ throws(FileFailure) in Array(text.utf8)
        }
        guard case .run(_, let settings, _) = invocation else { throw CancellationError() }
        return settings
    }

    @Test func `the example that is shipped is the one the declarations make`() throws {
        // To renew it: herd config --example > Config/herd.conf
        #expect(try shipped() == ExampleFile(HerdSettings.program).text)
    }

    @Test func `the example loads as it is, and uncommented it loads with the defaults`() throws {
        let asItIs = try settings(try shipped())
        let lines = try shipped().split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("# ") }
        // These are shown with an example instead of their empty default.
        let empty = [
            "#host ", "#origin ", "#backend ", "#ca-file ", "#alias ", "#default-model ", "#token-file ",
            "#operator-key-file ",
        ]
        let scalars = lines.filter { line in !empty.contains { line.hasPrefix($0) } }
        let uncommented = try settings(scalars.map { $0.dropFirst() }.joined(separator: "\n"))
        let valueAndNoOrigin = { (settings: Settings) in
            SettingsReport(settings).text.split(separator: "\n").map { $0.split(separator: " ").prefix(2) }
        }
        #expect(valueAndNoOrigin(uncommented) == valueAndNoOrigin(asItIs))
        #expect(uncommented.origin(of: HerdSettings.stopDeadline) != .standard)
        #expect(asItIs.origin(of: HerdSettings.stopDeadline) == .standard)
        #expect(try settings(lines.map { $0.dropFirst() }.joined(separator: "\n"))[HerdSettings.backend].count == 1)
    }

    @Test func `no setting is declared twice, and every one has help`() {
        let declarations = HerdSettings.all.map(\.declaration)
        #expect(Set(declarations.map(\.name)).count == declarations.count)
        #expect(declarations.allSatisfy { $0.help.hasSuffix(".") })
    }

    @Test func `the defaults pass their own checks`() throws {
        for declaration in HerdSettings.all.map(\.declaration) where !declaration.isRepeatable {
            let texts = declaration.write(declaration.standard(surroundings))
            guard texts != [""] else { continue }
            #expect(throws: Never.self) { try declaration.read(texts, surroundings) }
        }
    }
}
