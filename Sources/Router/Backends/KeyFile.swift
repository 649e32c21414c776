import Configuration
package import HTTPEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The file an operator keeps a key in, a backend's or their own: one line, which nobody else on the machine should be able to read.
package struct KeyFile {
    /// In words that say what to do. What is in the file is never among them.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// Whose key it is, for people.
    package enum Purpose: String, Sendable {
        case backend = "the backend's key"
        case orders = "the operator's key"

        var setting: String { self == .backend ? "key-file" : "operator-key-file" }
    }

    package let credential: Credential
    package let isReadableByOthers: Bool

    /// - Parameter path: `~` in front is the user's home.
    package init(_ path: String, as form: Credential.Form, for purpose: Purpose) throws(Fault) {
        let path = Self.expanded(path)
        let file: PrivateFile
        do throws(PrivateFile.Fault) {
            file = try PrivateFile(path)
        } catch {
            throw Fault(error, path, for: purpose)
        }
        isReadableByOthers = file.isReadableByOthers
        guard let credential = Credential(file.text, as: form) else {
            throw Fault(description: "the key file \(path) must hold \(purpose.rawValue) in one line, and nothing else")
        }
        self.credential = credential
    }

    package static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }
}

extension KeyFile.Fault {
    fileprivate init(_ fault: PrivateFile.Fault, _ path: String, for purpose: KeyFile.Purpose) {
        description =
            switch fault {
            case .unreadable(let reason):
                "the key file \(path) \(reason). Put \(purpose.rawValue) into it, readable for this user only "
                    + "(chmod 600), or leave \(purpose.setting) out"
            case .noFile: "the key file \(path) is no file: name one that holds \(purpose.rawValue) in one line"
            }
    }
}
