import HTTPEngine
import Router
import Telemetry

extension RouterOptions {
    /// Reads the operator's key, and those of the backends that want one. A key is sent to its backend and is in no log, page or setting.
    mutating func readKeys(_ log: Logger) throws(KeyFile.Fault) {
        for endpoint in backends {
            credentials[endpoint] = try terms[endpoint]?.readKey(for: endpoint, log)
        }
        guard let path = operatorKeyFile else { return }
        let file = try KeyFile(path, as: .bearer, for: .orders)
        operatorKey = file.credential
        if file.isReadableByOthers {
            log.warning(
                "the operator's key can be read by other users of this machine: chmod 600 makes it private",
                ["file": .string(path)]
            )
        }
    }
}
