import Fleet
import HTTPEngine
import Router
import Telemetry

extension RouterOptions {
    /// Reads the keys of the backends that want one. A key is sent to its backend and is in no log, page or setting.
    mutating func readKeys(_ log: Logger) throws(KeyFile.Fault) {
        for endpoint in backends {
            guard let terms = terms[endpoint], let path = terms.keyFile else { continue }
            let file = try KeyFile(path, as: terms.kind == .anthropic ? .apiKey : .bearer)
            credentials[endpoint] = file.credential
            if file.isReadableByOthers {
                log.warning(
                    "a key file can be read by other users of this machine: chmod 600 makes it private",
                    ["file": .string(path), "backend": .string(endpoint.description)]
                )
            }
        }
    }
}
