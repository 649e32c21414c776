import Configuration
import Router
import Telemetry

extension RouterOptions {
    /// Reads the token that nodes have to show, where they have to. It is in no log, page or setting.
    mutating func readToken(_ settings: Settings, _ log: Logger) throws(SecretFile.Fault) {
        let path = settings[HerdSettings.tokenFile]
        guard settings[HerdSettings.enrolment] == .token else {
            if path != nil { log.warning("token-file has no effect without enrolment = token") }
            return
        }
        guard let path else {
            throw SecretFile.Fault(
                description: "enrolment = token needs the file that holds the token: token-file = PATH"
            )
        }
        let file = try SecretFile(path, of: "token")
        enrolment = .token(TokenHash(of: file.text))
        if file.isReadableByOthers {
            log.warning(
                "the token file can be read by other users of this machine: chmod 600 makes it private",
                ["file": .string(path)]
            )
        }
    }
}
