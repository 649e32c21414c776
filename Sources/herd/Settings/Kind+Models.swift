import Configuration
import Fleet
import Routing

extension Kind where Value == ModelAlias {
    /// `gpt-4o = qwen3:32b, llama3.3`. Whether the names are right, and go together, `ModelAliases` says.
    static var modelAlias: Kind {
        Kind(
            placeholder: "NAME=MODEL",
            expected: "a name and what it stands for, such as fast=llama3.2:3b or gpt-4o=qwen3:32b,llama3.3",
            begins: { $0.contains("=") },
            read: { text, _ in
                let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard sides.count == 2 else { return nil }
                let targets = sides[1].split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
                let alias = ModelAlias(trimmed(sides[0]), targets)
                return alias.name.isEmpty || targets.contains("") ? nil : alias
            },
            write: { "\($0.name)=\($0.targets.joined(separator: ","))" }
        )
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let start = text.drop(while: isBlank)
        return String(start.reversed().drop(while: isBlank).reversed())
    }
}

extension Kind where Value == String {
    static var modelName: Kind {
        Kind(
            placeholder: "MODEL",
            expected: "the name of a model",
            read: { text, _ in text.isEmpty || ModelName(text) != nil ? text : nil },
            write: { $0 }
        )
    }
}
