package import Fleet

/// Stops sending to a backend that keeps failing, then lets one request through to see if it is back.
///
/// A value: time comes in, a verdict goes out. Asking (`verdict`) is free; only sending (`pass`) takes the probe.
package struct Breaker: Equatable, Sendable {
    package enum Verdict: Equatable, Sendable {
        case pass
        case probe
        case block(until: Instant)
    }

    /// For whoever watches.
    package enum Phase: Int, Sendable {
        case closed, probing, open
    }

    private enum State: Equatable, Sendable {
        case closed(failures: Int)
        case open(until: Instant)
        case probing(until: Instant)
    }

    private var state = State.closed(failures: 0)
    private var openings = 0

    package init() {}

    package var phase: Phase {
        switch state {
        case .closed: .closed
        case .probing: .probing
        case .open: .open
        }
    }

    package func verdict(at now: Instant) -> Verdict {
        switch state {
        case .closed:
            .pass
        case .open(let until) where now < until, .probing(let until) where now < until:
            .block(until: until)
        case .open, .probing:
            .probe
        }
    }

    /// A request is being sent. The probe is bounded too: one that never reports back is as good as failed.
    package mutating func pass(at now: Instant, _ policy: RoutingPolicy) {
        guard verdict(at: now) == .probe else { return }
        state = .probing(until: now + pause(policy))
    }

    package mutating func succeed() {
        state = .closed(failures: 0)
        openings = 0
    }

    package mutating func fail(at now: Instant, _ policy: RoutingPolicy) {
        switch state {
        case .closed(let failures) where failures + 1 < policy.breakerFailuresMax:
            state = .closed(failures: failures + 1)
        case .closed, .probing:
            state = .open(until: now + pause(policy))
            openings += 1
        case .open(let until) where now < until:
            // A request sent before it opened: it says nothing new.
            break
        case .open:
            state = .open(until: now + pause(policy))
            openings += 1
        }
    }

    /// The probe ended without saying anything about the backend (the client left, it was told to come back later).
    package mutating func release(at now: Instant) {
        if case .probing = state { state = .open(until: now) }
    }

    /// Each opening after a failed probe rests twice as long.
    private func pause(_ policy: RoutingPolicy) -> Seconds {
        min(policy.breakerPause * Double(1 << min(openings, 10)), policy.breakerPauseMax)
    }
}
