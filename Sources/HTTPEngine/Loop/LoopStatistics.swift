/// What one loop has counted since it started. Owned by the loop, read by asking it: no atomics on the way of a request.
package struct LoopStatistics: Sendable {
    package var turns: UInt64 = 0
    package var connectionsAccepted: UInt64 = 0
    package var connectionsRefused: UInt64 = 0
    package var connectionsOpen = 0
    package var streamsOpen = 0
    package var bytesReceived: UInt64 = 0
    package var bytesSent: UInt64 = 0
    package var upstreamOpen = 0
    package var upstreamConnects: UInt64 = 0
    package var upstreamReuses: UInt64 = 0
    package var requestsRefused: UInt64 = 0
    package var lag = LagHistogram()

    package init() {}

    package static func + (one: LoopStatistics, other: LoopStatistics) -> LoopStatistics {
        var sum = one
        sum.turns += other.turns
        sum.connectionsAccepted += other.connectionsAccepted
        sum.connectionsRefused += other.connectionsRefused
        sum.connectionsOpen += other.connectionsOpen
        sum.streamsOpen += other.streamsOpen
        sum.bytesReceived += other.bytesReceived
        sum.bytesSent += other.bytesSent
        sum.upstreamOpen += other.upstreamOpen
        sum.upstreamConnects += other.upstreamConnects
        sum.upstreamReuses += other.upstreamReuses
        sum.requestsRefused += other.requestsRefused
        sum.lag.add(other.lag)
        return sum
    }
}

/// How long turns of the loop took, which is how long an event may have had to wait: buckets of doubling microseconds.
package struct LagHistogram: Sendable {
    /// Bucket n counts turns of less than 16 << n microseconds; the last one has no bound.
    package private(set) var buckets = [UInt64](repeating: 0, count: 16)
    package private(set) var sum = LoopSpan(nanoseconds: 0)

    package static func bound(_ bucket: Int) -> LoopSpan {
        LoopSpan(nanoseconds: 16_000 << UInt64(bucket))
    }

    mutating func record(_ span: LoopSpan) {
        let units = span.nanoseconds / 16_000
        let bucket = min(64 - units.leadingZeroBitCount, buckets.count - 1)
        buckets[bucket] &+= 1
        sum.nanoseconds &+= span.nanoseconds
    }

    mutating func add(_ other: LagHistogram) {
        for index in buckets.indices { buckets[index] += other.buckets[index] }
        sum.nanoseconds &+= other.sum.nanoseconds
    }
}
