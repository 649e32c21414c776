package import Fleet

/// What a request costs on one backend, in seconds, by reason. The sum decides, and the parts are its receipt.
///
///     total = wait + load + (prefill + decode) × thermal × contention + penalties
package struct Breakdown: Equatable, Sendable {
    /// Until a slot is free.
    package var wait = Seconds.zero
    /// Until the model is in memory, and what others lose by its eviction of theirs.
    package var load = Seconds.zero
    package var prefill = Seconds.zero
    package var decode = Seconds.zero
    /// Slowdown by heat.
    package var thermal = 1.0
    /// Slowdown by work that is not ours.
    package var contention = 1.0
    package var memory = Seconds.zero
    package var busy = Seconds.zero
    package var failure = Seconds.zero
    /// The operator's weight and cost tier.
    package var preference = Seconds.zero
    /// What the backend's cache saves of reading the prompt. Already taken off `prefill`: no part of the sum.
    package var saved = Seconds.zero

    package init() {}

    /// From the start of work to the last token.
    package var service: Seconds { (prefill + decode) * (thermal * contention) }
    package var penalties: Seconds { memory + busy + failure + preference }

    package func total(decodeWeight: Double) -> Seconds {
        wait + load + (prefill + decode * decodeWeight) * (thermal * contention) + penalties
    }
}
