import Configuration
import HTTPEngine
import Router

/// Where the commands look for a running router: where they are told, else where the one says that has the data folder, else at
/// the usual port of this machine.
struct Whereabouts {
    private enum Source {
        /// With --router or its variable.
        case named
        case folder, port
    }

    let endpoint: Endpoint
    private let source: Source
    private let folder: String

    init(_ settings: Settings) {
        folder = settings[HerdSettings.dataDir]
        if let router = settings[HerdSettings.router] {
            (endpoint, source) = (Endpoint(router), .named)
        } else if settings.origin(of: HerdSettings.port) == .standard,
            let address = DataFolder.address(of: folder).flatMap({ ServiceAddress($0) })
        {
            (endpoint, source) = (Endpoint(address), .folder)
        } else {
            (endpoint, source) = (Endpoint(host: "127.0.0.1", port: Int(settings[HerdSettings.port])), .port)
        }
    }

    /// Why nobody answers, what was tried, and what to do.
    func explanation(_ reason: String) -> String {
        switch source {
        case .named:
            return
                "no router answers at \(endpoint) (\(reason)). Does it run there, and does that machine let others in?"
        case .folder:
            return "the router that has the data folder \(folder) does not answer at \(endpoint) (\(reason))"
        case .port:
            if let process = DataFolder.holder(of: folder) {
                return
                    "no router answers at \(endpoint) (\(reason)), but process \(process) has the data folder \(folder): "
                    + "say with --port or --router URL where it listens"
            }
            return "no router runs here: nothing answers at \(endpoint) (\(reason)), and nobody has the data folder "
                + "\(folder). Start one with: herd, or name another with --router URL (HERD_ROUTER)"
        }
    }
}
