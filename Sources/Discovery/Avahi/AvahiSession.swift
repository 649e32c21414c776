import HTTPEngine

/// One connection to Avahi's daemon, from when it is asked for to when it fails. On the directory's thread only.
///
/// The daemon need not run yet: the library waits for it. Callbacks only note what failed; everything is given back at the end.
final class AvahiSession {
    private static let withoutDaemon = "avahi-daemon does not run"

    private let task: DirectoryTask
    private let library: AvahiLibrary
    private let poll: OpaquePointer
    private let tell: (DirectoryNews) -> Void
    private var failure: String?
    /// The daemon has answered at least once.
    private(set) var hasWorked = false

    private var announcing: AvahiAnnouncing?
    private var browsing: AvahiBrowsing?

    init(
        _ task: DirectoryTask,
        by library: AvahiLibrary,
        on poll: OpaquePointer,
        tell: @escaping (DirectoryNews) -> Void
    ) {
        self.task = task
        self.library = library
        self.poll = poll
        self.tell = tell
    }

    /// Answers why it ended.
    func run(until isStopped: () -> Bool) -> String {
        var code: Int32 = 0
        let context = Unmanaged.passUnretained(self).toOpaque()
        let client = library.newClient(
            library.pollInterface(poll),
            AvahiLibrary.waitsForDaemon,
            { client, state, context in AvahiSession.at(context)?.take(state, of: client) },
            context,
            &code
        )
        guard let client else { return "the system's bus cannot be reached: \(library.reason(code))" }
        while failure == nil, !isStopped() {
            let wait = browsing?.lookAgain() ?? -1
            if library.iterate(poll, wait) != 0 { fail("its loop ended") }
        }
        library.freeClient(client)
        return failure ?? "stopped"
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> AvahiSession? {
        context.map { Unmanaged<AvahiSession>.fromOpaque($0).takeUnretainedValue() }
    }

    func fail(_ reason: String) {
        if failure == nil { failure = reason }
    }

    /// The first call may come while the client is being made.
    private func take(_ state: Int32, of client: OpaquePointer?) {
        switch state {
        case AvahiLibrary.ClientState.running: begin(client)
        case AvahiLibrary.ClientState.registering, AvahiLibrary.ClientState.collision:
            // The machine gets a name first; then it runs again.
            announcing?.withdraw()
        case AvahiLibrary.ClientState.connecting: tell(.unavailable(Self.withoutDaemon))
        case AvahiLibrary.ClientState.failure:
            let code = library.clientError(client)
            fail(code == AvahiLibrary.disconnected ? Self.withoutDaemon : library.reason(code))
        default: break
        }
    }

    private func begin(_ client: OpaquePointer?) {
        if !hasWorked {
            hasWorked = true
            tell(.ready)
        }
        switch task {
        case .announce(let offer):
            if announcing == nil {
                announcing = AvahiAnnouncing(offer, by: library, client, tell: tell) { [unowned self] in fail($0) }
            }
            announcing?.announce()
        case .browse:
            if browsing == nil {
                browsing = AvahiBrowsing(by: library, client, tell: tell) { [unowned self] in fail($0) }
            }
        }
    }
}
