/// Is told at once what happens to a socket, on the loop's thread.
protocol SocketWatcher: AnyObject {
    func ready(_ socket: Socket, _ readiness: Readiness)
}

/// A connected stream socket on its loop: reads into the loop's scratch, sends at once, keeps only what the kernel would
/// not take yet.
///
/// Edge triggered, so it remembers what the kernel said: a read shorter than the scratch means there is nothing more, except
/// after the peer's FIN, when it must be read to the end. One task may wait on it; a watcher sees every event.
package final class Socket: Timed, Channel {
    package enum Received: Equatable {
        /// So many bytes lie in the loop's scratch, valid until the next await or read.
        case bytes(Int)
        case later
        case ended
        case failed
    }

    package let loop: EventLoop
    private(set) var descriptor: Int32
    private(set) var isReadable: Bool
    /// The peer has said that it will send no more.
    private(set) var isFinished = false
    private(set) var isBroken = false
    /// Set while somebody who does not run here must hear of every event.
    var watcher: (any SocketWatcher)?
    private var isWritable = true
    private var isInterrupted = false
    private var backlog: [UInt8] = []
    private var backlogStart = 0
    private var waiter: UnsafeContinuation<Readiness, Never>?
    /// Stands between the bytes and the kernel, for a backend behind https.
    private var tls: TLSSession?
    private var wanted: Readiness = []

    /// Takes over a connected or connecting descriptor, which is closed when registering it fails.
    package init(_ descriptor: Int32, on loop: EventLoop, isConnecting: Bool = false) throws(SystemError) {
        self.descriptor = descriptor
        self.loop = loop
        isReadable = !isConnecting
        isWritable = !isConnecting
        super.init()
        do throws(SystemError) {
            try loop.register(descriptor, self)
        } catch {
            loop.system.close(descriptor)
            self.descriptor = -1
            throw error
        }
    }

    package var isOpen: Bool { descriptor >= 0 }
    /// Who is at the other end.
    package var peer: SocketAddress? { SocketAddress.peer(of: descriptor) }
    /// Which address of this machine our end has, without its port.
    package var localHost: String? { SocketAddress.bound(descriptor)?.host }
    package var hasBacklog: Bool { backlogStart < backlog.count }

    // MARK: Moving bytes

    package func receive() -> Received {
        guard isOpen else { return .failed }
        guard isReadable else { return isBroken ? .failed : .later }
        switch tls == nil ? loop.system.receive(descriptor, loop.scratch) : receiveByTLS() {
        case .bytes(0):
            isFinished = true
            return .ended
        case .bytes(let count):
            if count < loop.scratch.count && tls == nil && !isFinished && !isBroken { isReadable = false }
            loop.statistics.bytesReceived &+= UInt64(count)
            return .bytes(count)
        case .wouldBlock:
            isReadable = false
            return isBroken ? .failed : .later
        case .failed:
            isBroken = true
            return .failed
        }
    }

    /// The bytes the last read left in the scratch; for the same synchronous piece of work only.
    package func received(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        let scratch = loop.scratch.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(rebasing: scratch[0..<count])
    }

    /// Sends as much as the kernel takes and keeps the rest; false once there is a rest, or nobody to send to.
    @discardableResult
    package func send(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBytes { send($0) }
    }

    /// Sends what was composed in the loop's output.
    @discardableResult
    func sendOutput() -> Bool {
        send(loop.output.raw)
    }

    @discardableResult
    func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard isOpen, !isBroken else { return false }
        if bytes.isEmpty { return !hasBacklog }
        if hasBacklog {
            backlog.append(contentsOf: bytes)
            return false
        }
        var sent = 0
        if isWritable {
            guard let count = push(bytes) else { return false }
            sent = count
        }
        if sent == bytes.count { return true }
        backlog.append(contentsOf: bytes[sent...])
        return false
    }

    /// One call to the kernel: how much it took, nil when the connection is dead.
    private func push(_ bytes: UnsafeRawBufferPointer) -> Int? {
        switch tls == nil ? loop.system.send(descriptor, bytes) : sendByTLS(bytes) {
        case .bytes(let count):
            if count < bytes.count { isWritable = false }
            loop.statistics.bytesSent &+= UInt64(count)
            return count
        case .wouldBlock:
            isWritable = false
            return 0
        case .failed:
            isBroken = true
            return nil
        }
    }

    /// Sends the rest on; true when something moved.
    @discardableResult
    private func flush() -> Bool {
        guard hasBacklog, isOpen, !isBroken else { return false }
        let moved = backlog.withUnsafeBytes { all in
            push(UnsafeRawBufferPointer(rebasing: all[backlogStart...]))
        }
        guard let moved else { return false }
        backlogStart += moved
        if !hasBacklog {
            backlog = []
            backlogStart = 0
        }
        return moved > 0
    }

    // MARK: Waiting

    /// Waits for one of the wanted things. Also ends, whatever was wanted, when the socket broke, was interrupted or its
    /// deadline passed; the answer says what it was.
    package func wait(for wanted: Readiness) async -> Readiness {
        if let now = atHand(wanted) { return now }
        precondition(waiter == nil, "one task waits on a socket at a time")
        self.wanted = wanted
        return await withUnsafeContinuation { waiter = $0 }
    }

    /// What of the wanted is so already. `writable` means that nothing is left to send.
    private func atHand(_ wanted: Readiness) -> Readiness? {
        if isInterrupted {
            isInterrupted = false
            return .interrupted
        }
        if !isOpen || isBroken { return .broken }
        if wanted.contains(.readable) && isReadable { return .readable }
        if wanted.contains(.writable) && isWritable && !hasBacklog { return .writable }
        return nil
    }

    /// Ends the wait that is on, or the next one.
    func interrupt() {
        if waiter == nil {
            isInterrupted = true
        } else {
            wake(.interrupted)
        }
    }

    private func wake(_ reason: Readiness) {
        waiter.take()?.resume(returning: reason)
    }

    func ready(_ readiness: Readiness) {
        if tls == nil { note(readiness) } else { readyByTLS(readiness) }
    }

    // MARK: TLS

    // What only sockets with TLS do is apart, so that the others pay for one look at a field and nothing else.

    private func receiveByTLS() -> SystemCalls.Moved {
        tls?.receive(loop.scratch) ?? .wouldBlock
    }

    private func sendByTLS(_ bytes: UnsafeRawBufferPointer) -> SystemCalls.Moved {
        tls?.send(bytes) ?? .wouldBlock
    }

    private func readyByTLS(_ readiness: Readiness) {
        guard let tls else { return }
        if tls.isConnected || readiness == .deadline {
            // Either direction of TLS may have waited for either of the kernel's.
            note(readiness.isDisjoint(with: .bothWays) ? readiness : readiness.union(.bothWays))
        } else {
            tls.step()
            awaitTLS(tls)
        }
    }

    /// TLS has connected it, without waiting for anything that would be told of.
    var isSecured: Bool { tls?.isConnected ?? false }

    /// Has TLS connect it, and closes it when that cannot even begin.
    func secure(as peer: TLSPeer, at address: SocketAddress) throws(ConnectFault) {
        let tls: TLSSession
        do throws(TLSFault) {
            tls = try TLSSession(to: peer, at: address, over: descriptor)
        } catch {
            close()
            throw .tls(error)
        }
        tls.socket = self
        self.tls = tls
        if let fault = tls.fault {
            close()
            throw fault
        }
        awaitTLS(tls)
    }

    /// What came means nothing to whoever reads here: TLS has said something of its own.
    func isOnlyTLS(_ readiness: Readiness) -> Bool {
        tls != nil && readiness.isDisjoint(with: [.finished, .broken, .deadline]) && receive() == .later
    }

    /// Nothing has come that was not read. Of what TLS has taken in already, the kernel would not tell again.
    var isQuiet: Bool { !isReadable || receive() == .later }

    /// Says how connecting has ended, if it has.
    private func awaitTLS(_ tls: TLSSession) {
        if tls.isConnected {
            loop.removeDeadline(tls)
            note(.bothWays)
        } else if tls.fault != nil {
            loop.removeDeadline(tls)
            note(.broken)
        } else if let pause = tls.pause {
            loop.setDeadline(tls, after: pause)
        }
    }

    /// Why a connection under way has failed; nil while it has not.
    var connectFault: ConnectFault? {
        if let tls { return tls.fault }
        let code = loop.system.pendingError(descriptor)
        return code == 0 ? nil : .system(SystemError(.connect, code))
    }

    private func note(_ readiness: Readiness) {
        if readiness.contains(.readable) { isReadable = true }
        if readiness.contains(.finished) { isFinished = true }
        if readiness.contains(.broken) { isBroken = true }
        var news = readiness
        if readiness.contains(.writable) {
            isWritable = true
            if hasBacklog {
                if flush() { news.insert(.progress) }
                if hasBacklog { news.remove(.writable) }
            }
        }
        if isBroken { news.insert(.broken) }
        watcher?.ready(self, news)
        let answer = news.intersection(wanted.union([.broken, .deadline]))
        if waiter != nil && !answer.isEmpty { wake(answer) }
    }

    override func deadlinePassed() {
        ready(.deadline)
    }

    /// The peer must have made progress by then; the last call counts.
    package func setDeadline(after span: LoopSpan) {
        loop.setDeadline(self, after: span)
    }

    package func clearDeadline() {
        loop.clearDeadline(self)
    }

    // MARK: Ending

    package func close() {
        guard isOpen else { return }
        loop.removeDeadline(self)
        if let tls {
            // It says goodbye over the descriptor, which the next may get.
            loop.removeDeadline(tls)
            tls.close()
            self.tls = nil
        }
        loop.close(descriptor)
        descriptor = -1
        watcher = nil
        backlog = []
        backlogStart = 0
        wake(.broken)
    }

    /// Closes with a reset: the peer must not take what it has for everything.
    package func reset() {
        guard isOpen else { return }
        loop.system.resetOnClose(descriptor)
        close()
    }

    /// Tells the peer that nothing more will come; it may go on sending. TLS is not told, so only for sockets without.
    package func finishSending() {
        guard isOpen else { return }
        loop.system.finishSending(descriptor)
    }
}
