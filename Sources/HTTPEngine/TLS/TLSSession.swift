import CCurl

/// TLS over a socket of ours: libcurl connects it, proves who is there, and from then on only turns bytes into records and
/// back (CURLOPT_CONNECT_ONLY). What the bytes say stays the matter of the one relay, pool and parser.
///
/// Each session has a multi handle of its own, which is what makes connecting free of waiting: in a shared one, opening a
/// connection closes others that it takes for idle.
final class TLSSession: Timed {
    /// A record holds no more; a piece that is not taken is offered again, the same bytes at the same place, as TLS wants it.
    private static let pieceMax = 16 * 1024

    private let caFile: String?
    private let calls: UnsafePointer<herd_curl>
    private let easy: UnsafeMutableRawPointer
    private let multi: UnsafeMutableRawPointer
    private let route: UnsafeMutableRawPointer?
    private let words: UnsafeMutablePointer<CChar>
    private var stuck: UnsafeMutableRawBufferPointer?
    private var isClosed = false
    private(set) var isConnected = false
    /// Why it will never be connected.
    private(set) var fault: ConnectFault?
    /// Hears of it when it is time to go on connecting, though nothing has come.
    weak var socket: Socket?

    /// Begins to connect a descriptor, which stays the caller's.
    init(to peer: TLSPeer, at address: SocketAddress, over descriptor: Int32) throws(TLSFault) {
        guard let library = CurlLibrary.shared else { throw TLSFault(CurlLibrary.missing) }
        calls = library.calls
        guard let easy = calls.pointee.easy_init() else { throw TLSFault("TLS has no memory") }
        guard let multi = calls.pointee.multi_init() else {
            calls.pointee.easy_cleanup(easy)
            throw TLSFault("TLS has no memory or no descriptors")
        }
        self.easy = easy
        self.multi = multi
        caFile = peer.caFile
        route = calls.pointee.slist_append(nil, "::\(address)")
        words = .allocate(capacity: Int(HERD_CURL_ERROR_SIZE.rawValue))
        words.initialize(repeating: 0, count: Int(HERD_CURL_ERROR_SIZE.rawValue))
        super.init()
        let isSet = setRoute(to: peer, over: descriptor) && setTrust(of: library) && setManner()
        guard isSet, calls.pointee.multi_add_handle(multi, easy) == 0 else {
            throw TLSFault("this libcurl does not do what https needs")
        }
        step()
    }

    deinit {
        close()
        words.deallocate()
        stuck?.deallocate()
    }

    /// Ends the session; the descriptor is not used after that.
    func close() {
        if isClosed { return }
        isClosed = true
        _ = calls.pointee.multi_remove_handle(multi, easy)
        calls.pointee.easy_cleanup(easy)
        _ = calls.pointee.multi_cleanup(multi)
        calls.pointee.slist_free_all(route)
    }

    // MARK: What is wanted

    /// The address is ours to find; a proxy from the environment is for programs that go out into the world.
    private func setRoute(to peer: TLSPeer, over descriptor: Int32) -> Bool {
        set(HERD_CURL_URL, "https://\(peer.authority)/") && set(HERD_CURL_PROXY, "")
            && herd_curl_set_pointer(calls, easy, Int32(HERD_CURL_CONNECT_TO.rawValue), route) == 0
            && herd_curl_lend_socket(calls, easy, descriptor) == 0
    }

    private func setTrust(of library: CurlLibrary) -> Bool {
        guard set(HERD_CURL_SSL_VERIFYPEER, 1), set(HERD_CURL_SSL_VERIFYHOST, 2),
            set(HERD_CURL_SSLVERSION, Int(HERD_CURL_SSLVERSION_TLSv1_2.rawValue))
        else { return false }
        if let caFile { return set(HERD_CURL_CAINFO, caFile) && set(HERD_CURL_CAPATH, nil) }
        guard let folder = library.authorities else { return true }
        return set(HERD_CURL_CAINFO, nil) && set(HERD_CURL_CAPATH, folder)
    }

    private func setManner() -> Bool {
        set(HERD_CURL_CONNECT_ONLY, 1) && set(HERD_CURL_NOSIGNAL, 1)
            && set(HERD_CURL_HTTP_VERSION, Int(HERD_CURL_HTTP_VERSION_1_1.rawValue))
            && herd_curl_set_pointer(calls, easy, Int32(HERD_CURL_ERRORBUFFER.rawValue), words) == 0
    }

    private func set(_ option: herd_curl_option, _ value: Int) -> Bool {
        herd_curl_set_long(calls, easy, Int32(option.rawValue), value) == 0
    }

    private func set(_ option: herd_curl_option, _ value: String?) -> Bool {
        herd_curl_set_text(calls, easy, Int32(option.rawValue), value) == 0
    }

    // MARK: Connecting

    /// Goes as far as it can without waiting.
    func step() {
        var running: Int32 = 0
        guard calls.pointee.multi_perform(multi, &running) == 0 else {
            fault = .tls(TLSFault("TLS failed without a reason"))
            return
        }
        if running == 0 { settle() }
    }

    /// In how long it wants to go on by itself; nil when it waits for the other side.
    var pause: LoopSpan? {
        var milliseconds = -1
        guard calls.pointee.multi_timeout(multi, &milliseconds) == 0, milliseconds >= 0 else { return nil }
        return LoopSpan(nanoseconds: UInt64(max(1, milliseconds)) * 1_000_000)
    }

    override func deadlinePassed() {
        socket?.ready([])
    }

    private func settle() {
        var left: Int32 = 0
        let code = calls.pointee.multi_info_read(multi, &left)?.pointee.data.result
        if code == 0 {
            isConnected = true
        } else {
            fault = reason(code ?? -1)
        }
    }

    private func reason(_ code: Int32) -> ConnectFault {
        let system = herd_curl_get_long(calls, easy, Int32(HERD_CURL_OS_ERRNO.rawValue))
        if code == Int32(HERD_CURL_COULDNT_CONNECT.rawValue), system != 0 {
            return .system(SystemError(.connect, Int32(clamping: system)))
        }
        let verdict = herd_curl_get_long(calls, easy, Int32(HERD_CURL_SSL_VERIFYRESULT.rawValue))
        let said = words[0] == 0 ? calls.pointee.easy_strerror(code) : UnsafePointer(words)
        let text = said.map { String(cString: $0) } ?? "error \(code)"
        return .tls(TLSFault(code, text, verdict: verdict, caFile: caFile))
    }

    // MARK: Moving bytes

    /// There may be more, although the kernel has nothing: only `wouldBlock` means that there is not.
    func receive(_ buffer: UnsafeMutableRawBufferPointer) -> SystemCalls.Moved {
        var count = 0
        let code = calls.pointee.easy_recv(easy, buffer.baseAddress, buffer.count, &count)
        if code == 0 { return .bytes(count) }
        return code == Int32(HERD_CURL_AGAIN.rawValue) ? .wouldBlock : .failed(code)
    }

    /// What is not taken must be offered again, with or without more behind it.
    func send(_ bytes: UnsafeRawBufferPointer) -> SystemCalls.Moved {
        var moved = 0
        while moved < bytes.count {
            let piece = stuck ?? Self.copy(UnsafeRawBufferPointer(rebasing: bytes[moved...].prefix(Self.pieceMax)))
            stuck = piece
            var taken = 0
            let code = calls.pointee.easy_send(easy, piece.baseAddress, piece.count, &taken)
            if code == Int32(HERD_CURL_AGAIN.rawValue) { return moved > 0 ? .bytes(moved) : .wouldBlock }
            guard code == 0, taken > 0 else { return .failed(code) }
            piece.deallocate()
            stuck = nil
            moved += taken
        }
        return .bytes(moved)
    }

    private static func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
        copy.copyMemory(from: bytes)
        return copy
    }
}
