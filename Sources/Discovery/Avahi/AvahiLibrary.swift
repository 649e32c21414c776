#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Avahi's client library, found when the program runs: without it this program starts all the same.
///
/// Its objects are opaque; its few numbers are part of its binary interface (so version 3) and stand here by their names.
/// It is never unloaded.
struct AvahiLibrary: @unchecked Sendable {
    // Only functions and never changed: what is unchecked is that a C function pointer may go to another thread.
    typealias Object = OpaquePointer
    typealias Text = UnsafePointer<CChar>
    typealias Context = UnsafeMutableRawPointer

    enum ClientState {
        static let registering: Int32 = 1
        static let running: Int32 = 2
        static let collision: Int32 = 3
        static let failure: Int32 = 100
        static let connecting: Int32 = 101
    }

    enum GroupState {
        static let established: Int32 = 2
        static let collision: Int32 = 3
        static let failure: Int32 = 4
    }

    enum BrowserEvent {
        static let new: Int32 = 0
        static let remove: Int32 = 1
        static let failure: Int32 = 4
    }

    static let resolverFound: Int32 = 0
    static let waitsForDaemon: Int32 = 2
    static let anyInterface: Int32 = -1
    static let anyFamily: Int32 = -1
    static let ipv4: Int32 = 0
    static let ipv6: Int32 = 1
    static let nameCollision: Int32 = -8
    static let disconnected: Int32 = -23

    typealias ClientCallback = @convention(c) (Object?, Int32, Context?) -> Void
    typealias GroupCallback = @convention(c) (Object?, Int32, Context?) -> Void
    typealias BrowserCallback =
        @convention(c) (Object?, Int32, Int32, Int32, Text?, Text?, Text?, Int32, Context?) -> Void
    typealias ResolverCallback =
        @convention(c) (
            Object?, Int32, Int32, Int32, Text?, Text?, Text?, Text?, UnsafeRawPointer?, UInt16, Object?, Int32,
            Context?
        ) -> Void

    let newPoll: @convention(c) () -> Object?
    let pollInterface: @convention(c) (Object?) -> UnsafeRawPointer?
    let iterate: @convention(c) (Object?, Int32) -> Int32
    let wake: @convention(c) (Object?) -> Void
    let freePoll: @convention(c) (Object?) -> Void

    let newClient:
        @convention(c) (UnsafeRawPointer?, Int32, ClientCallback?, Context?, UnsafeMutablePointer<Int32>?) -> Object?
    let freeClient: @convention(c) (Object?) -> Void
    let clientError: @convention(c) (Object?) -> Int32
    let errorText: @convention(c) (Int32) -> Text?

    let newGroup: @convention(c) (Object?, GroupCallback?, Context?) -> Object?
    let addService:
        @convention(c) (
            Object?, Int32, Int32, Int32, Text?, Text?, Text?, Text?, UInt16, Object?
        ) -> Int32
    let commit: @convention(c) (Object?) -> Int32
    let resetGroup: @convention(c) (Object?) -> Int32
    let otherName: @convention(c) (Text?) -> UnsafeMutablePointer<CChar>?
    let free: @convention(c) (UnsafeMutableRawPointer?) -> Void

    let newBrowser: @convention(c) (Object?, Int32, Int32, Text?, Text?, Int32, BrowserCallback?, Context?) -> Object?
    let newResolver:
        @convention(c) (
            Object?, Int32, Int32, Text?, Text?, Text?, Int32, Int32, ResolverCallback?, Context?
        ) -> Object?
    let freeResolver: @convention(c) (Object?) -> Int32
    let addressText:
        @convention(c) (UnsafeMutablePointer<CChar>?, Int, UnsafeRawPointer?) -> UnsafeMutablePointer<CChar>?

    let addEntry: @convention(c) (Object?, UnsafePointer<UInt8>?, Int) -> Object?
    let nextEntry: @convention(c) (Object?) -> Object?
    let entryText: @convention(c) (Object?) -> UnsafePointer<UInt8>?
    let entrySize: @convention(c) (Object?) -> Int
    let freeEntries: @convention(c) (Object?) -> Void

    func reason(_ code: Int32) -> String { errorText(code).map { String(cString: $0) } ?? "error \(code)" }
}

extension AvahiLibrary {
    static let usualName = "libavahi-client.so.3"

    private struct Missing: Error {}

    /// Nil where it is not installed.
    init?(named name: String = usualName) {
        // The common part comes with it, and is searched along with it.
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return nil }
        do throws(Missing) {
            try self.init { name throws(Missing) in
                guard let function = dlsym(handle, "avahi_\(name)") else { throw Missing() }
                return function
            }
        } catch {
            return nil
        }
    }

    private init(_ find: (String) throws(Missing) -> UnsafeMutableRawPointer) throws(Missing) {
        func function<Function>(_ name: String) throws(Missing) -> Function {
            unsafeBitCast(try find(name), to: Function.self)
        }
        newPoll = try function("simple_poll_new")
        pollInterface = try function("simple_poll_get")
        iterate = try function("simple_poll_iterate")
        wake = try function("simple_poll_wakeup")
        freePoll = try function("simple_poll_free")
        newClient = try function("client_new")
        freeClient = try function("client_free")
        clientError = try function("client_errno")
        errorText = try function("strerror")
        newGroup = try function("entry_group_new")
        addService = try function("entry_group_add_service_strlst")
        commit = try function("entry_group_commit")
        resetGroup = try function("entry_group_reset")
        otherName = try function("alternative_service_name")
        free = try function("free")
        newBrowser = try function("service_browser_new")
        newResolver = try function("service_resolver_new")
        freeResolver = try function("service_resolver_free")
        addressText = try function("address_snprint")
        addEntry = try function("string_list_add_arbitrary")
        nextEntry = try function("string_list_get_next")
        entryText = try function("string_list_get_text")
        entrySize = try function("string_list_get_size")
        freeEntries = try function("string_list_free")
    }
}
