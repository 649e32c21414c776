/// A file in which an operator keeps a secret of ours: one line, which nobody else on the machine should be able to read.
package struct SecretFile: Sendable {
    /// In words that say what to do. What is in the file is never among them.
    package struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String

        package init(description: String) {
            self.description = description
        }
    }

    /// Shorter ones can be guessed.
    package static let lengthMin = 16
    private static let lengthMax = 256

    package let text: String
    package let isReadableByOthers: Bool

    /// - Parameter what: the secret's name, for people.
    package init(_ path: String, of what: String) throws(Fault) {
        let file: PrivateFile
        do throws(PrivateFile.Fault) {
            file = try PrivateFile(path)
        } catch {
            switch error {
            case .unreadable(let reason): throw Fault(description: "the \(what) file \(path) \(reason)")
            case .noFile: throw Fault(description: "the \(what) file \(path) is no file")
            }
        }
        isReadableByOthers = file.isReadableByOthers
        text = file.text
        let bytes = text.utf8
        guard (Self.lengthMin...Self.lengthMax).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw Fault(
                description:
                    "the \(what) file \(path) must hold \(Self.lengthMin) to \(Self.lengthMax) letters, digits or signs "
                    + "in one line, and nothing else. A good one: openssl rand -hex 32"
            )
        }
    }
}
