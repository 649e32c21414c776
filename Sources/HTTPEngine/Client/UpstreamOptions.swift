/// How backends are reached, all of them settings. Numbers of connections are for each backend and loop.
package struct UpstreamOptions: Sendable {
    package var connectTimeout = Duration.seconds(5)
    /// From the request's last byte to the first of the answer; a local model may be loading.
    package var firstByteTimeout = Duration.seconds(600)
    /// From the request's last byte to the first token, where somebody watches for it: signs of life do not put it off.
    package var firstTokenTimeout = Duration.seconds(600)
    package var betweenBytesTimeout = Duration.seconds(300)
    /// Without the backend taking a byte of a request's body.
    package var writeTimeout = Duration.seconds(60)
    package var idleTimeout = Duration.seconds(50)
    package var idleMax = 128
    package var connectionsMax = 8_192
    /// How long a looked-up address is used before the name is looked up again.
    package var resolveInterval = Duration.seconds(30)
    package var headLimits = HeadLimits()

    package init() {}
}

/// The options' durations, converted once.
struct UpstreamSpans: Sendable {
    let connect, firstByte, firstToken, betweenBytes, write, idle: LoopSpan

    init(_ options: UpstreamOptions) {
        connect = LoopSpan(options.connectTimeout)
        firstByte = LoopSpan(options.firstByteTimeout)
        firstToken = LoopSpan(options.firstTokenTimeout)
        betweenBytes = LoopSpan(options.betweenBytesTimeout)
        write = LoopSpan(options.writeTimeout)
        idle = LoopSpan(options.idleTimeout)
    }
}
