/// Where a setting may be given. Each layer overrides the one before it: default < file < environment < flag.
///
/// A setting that makes sense in one place only (the path of the file itself, `--json` of one command) says so by naming fewer.
package struct Layer: OptionSet, Sendable {
    package static let file = Layer(rawValue: 1)
    package static let environment = Layer(rawValue: 2)
    package static let flag = Layer(rawValue: 4)
    package static let all: Layer = [.file, .environment, .flag]

    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
