import HTTPEngine
import Router
import Telemetry

extension RouterOptions {
    /// Reads the keys of the backends that want one. A key is sent to its backend and is in no log, page or setting.
    mutating func readKeys(_ log: Logger) throws(KeyFile.Fault) {
        for endpoint in backends {
            credentials[endpoint] = try terms[endpoint]?.readKey(for: endpoint, log)
        }
    }
}
