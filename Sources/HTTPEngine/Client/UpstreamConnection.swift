/// A connection to a backend, in use for one exchange at a time or waiting in its loop's pool.
package final class UpstreamConnection: SocketWatcher {
    let socket: Socket
    let upstream: Upstream
    var parser: ResponseParser
    /// It served before: the backend may have closed it just now.
    private(set) var isReused = false
    private unowned let pool: UpstreamPool

    init(_ socket: Socket, to upstream: Upstream, in pool: UpstreamPool) {
        self.socket = socket
        self.upstream = upstream
        self.pool = pool
        parser = ResponseParser(limits: upstream.options.headLimits)
    }

    /// Puts it back for the next exchange, when there is room.
    func release() {
        socket.watcher = self
        parser.reset()
        isReused = true
        guard socket.isOpen, !socket.isBroken, !socket.isFinished, socket.isQuiet, pool.putIdle(self) else {
            close()
            return
        }
        socket.setDeadline(after: upstream.spans.idle)
    }

    /// Hears of it while it is idle. Whatever happens then, the end, bytes nobody asked for or its time, ends it; only that
    /// it could be written to is no news.
    func ready(_ socket: Socket, _ readiness: Readiness) {
        if readiness.isDisjoint(with: [.readable, .finished, .broken, .deadline]) { return }
        if socket.isOnlyTLS(readiness) { return }
        pool.removeIdle(self)
        close()
    }

    func close() {
        guard socket.isOpen else { return }
        socket.close()
        pool.count -= 1
        socket.loop.statistics.upstreamOpen -= 1
    }
}

/// One loop's connections to one backend.
final class UpstreamPool {
    /// All of them, idle, in use and being opened.
    var count = 0
    private var idle: [UpstreamConnection] = []

    var idleCount: Int { idle.count }

    func takeIdle() -> UpstreamConnection? {
        guard let connection = idle.popLast() else { return nil }
        connection.socket.clearDeadline()
        connection.socket.loop.statistics.upstreamReuses &+= 1
        return connection
    }

    /// False when there are enough already.
    func putIdle(_ connection: UpstreamConnection) -> Bool {
        if idle.count >= connection.upstream.options.idleMax { return false }
        idle.append(connection)
        return true
    }

    func removeIdle(_ connection: UpstreamConnection) {
        idle.removeAll { $0 === connection }
    }
}
