import Configuration
import HTTPEngine
import Router

extension Trust {
    init(_ settings: Settings) throws(Fault) {
        self.init()
        if let path = settings[HerdSettings.caFile] { try believe(path) }
    }
}

extension RouterOptions {
    /// Finds the authorities that backends are to be certified by.
    mutating func readTrust(_ settings: Settings) throws(Trust.Fault) {
        trust = try Trust(settings)
        for endpoint in backends {
            if let path = terms[endpoint]?.caFile { try trust.believe(KeyFile.expanded(path), at: endpoint) }
        }
    }
}
