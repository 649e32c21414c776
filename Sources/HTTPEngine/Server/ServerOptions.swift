/// The limits a server keeps, all of them settings.
package struct ServerOptions: Sendable {
    package var headLimits = HeadLimits()
    package var connectionsMax = 16_384
    /// Bytes of one request's body.
    package var bodyMax: UInt64 = 512 << 20
    /// Bytes of request bodies held in memory, over all requests.
    package var bodiesMemoryMax = 512 << 20
    /// From the first byte of a head to its end.
    package var headTimeout = Duration.seconds(15)
    /// Without a byte of a body that was announced.
    package var bodyTimeout = Duration.seconds(60)
    /// Between two requests on a connection.
    package var idleTimeout = Duration.seconds(75)
    /// Without the client taking a byte of what waits for it.
    package var writeTimeout = Duration.seconds(60)
    /// Once the server was told to stop: how long a client that was answered just now may begin another request.
    package var stopGrace = Duration.milliseconds(500)
    /// What running requests get to finish once the server was told to stop.
    package var stopDeadline = Duration.seconds(30)
    /// What we call ourselves in `Via`; different for each process, so that a loop of routers is noticed.
    package var pseudonym = Array("herd".utf8)

    package init() {}
}

/// The options' durations, converted once.
struct ServerSpans: Sendable {
    let head, body, idle, write, stopGrace: LoopSpan
    /// How long a client whose connection ends may go on sending before it is cut off; a reset could overtake the answer.
    let linger = LoopSpan(nanoseconds: 2_000_000_000)

    init(_ options: ServerOptions) {
        head = LoopSpan(options.headTimeout)
        body = LoopSpan(options.bodyTimeout)
        idle = LoopSpan(options.idleTimeout)
        write = LoopSpan(options.writeTimeout)
        stopGrace = LoopSpan(options.stopGrace)
    }
}
