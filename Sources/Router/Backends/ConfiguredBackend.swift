package import Configuration

/// A backend as the settings name it: `http://10.0.0.5:11434 name=studio labels=gpu,home handicap=2s`.
package struct ConfiguredBackend: Equatable, Sendable {
    package var address: ServiceAddress
    package var terms = BackendTerms()

    package init(address: ServiceAddress) {
        self.address = address
    }

    /// An address that is there twice, whose terms would contradict each other.
    package static func misfit(_ backends: [ConfiguredBackend]) -> Misfit? {
        for index in backends.indices
        where backends[..<index].contains(where: { $0.address == backends[index].address }) {
            return Misfit(index: index, "is the second backend at that address")
        }
        return nil
    }
}

extension Kind where Value == ConfiguredBackend {
    package static var configuredBackend: Kind {
        Kind(
            placeholder: "URL",
            expected: "a URL such as http://127.0.0.1:11434, and behind it terms such as name=studio",
            begins: { ["http://", "https://"].contains(where: $0.lowercased().hasPrefix) },
            fault: { text in
                guard case .failure(let fault) = ConfiguredBackend.read(text) else { return nil }
                return fault.reason
            },
            read: { text, _ in try? ConfiguredBackend.read(text).get() },
            write: \.text
        )
    }
}

extension ConfiguredBackend {
    package struct Fault: Error {
        /// Nil: it is not even an address.
        package var reason: String?
    }

    /// The address, and the terms behind it.
    package static func read(_ text: String) -> Result<ConfiguredBackend, Fault> {
        Result { () throws(Fault) in
            let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard let first = words.first, let address = ServiceAddress(first) else { throw Fault() }
            var backend = ConfiguredBackend(address: address)
            var known: Set<String> = []
            for word in words.dropFirst() {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, let term = BackendTerm(rawValue: parts[0]) else {
                    let terms = BackendTerm.allCases.map(\.rawValue).joined(separator: ", ")
                    throw Fault(reason: "has the unknown term \(word): there are \(terms), each with = and a value")
                }
                guard known.insert(parts[0]).inserted else { throw Fault(reason: "has \(parts[0]) twice") }
                guard term.set(parts[1], in: &backend.terms) else {
                    throw Fault(reason: "has a wrong \(parts[0]): it takes \(term.expected)")
                }
            }
            if backend.terms.caFile != nil && !address.isSecure {
                throw Fault(reason: "has a ca-file, which is for https addresses")
            }
            return backend
        }
    }

    /// As it is written in the settings.
    fileprivate var text: String { ([address.description] + terms.words).joined(separator: " ") }
}

extension BackendTerms {
    /// As they are written behind an address.
    var words: [String] {
        BackendTerm.allCases.compactMap { term in term.text(in: self).map { "\(term.rawValue)=\($0)" } }
    }
}
