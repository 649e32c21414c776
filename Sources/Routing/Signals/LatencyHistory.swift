package import Fleet
package import Learning

extension Signal {
    /// Signal 4: seconds to read the prompt and to write the answer, and what failures cost on average.
    package enum LatencyHistory {
        package static func prefill(
            _ record: Prediction,
            tokens: Double,
            cached: Int,
            concurrency: Double
        ) -> Seconds {
            record.prefill(tokens: max(tokens - Double(cached), 1), concurrency: concurrency)
        }

        package static func decode(
            _ record: Prediction,
            tokens: Double,
            concurrency: Double
        ) -> Seconds {
            record.decode(tokens: tokens, concurrency: concurrency)
        }

        /// A backend that fails fast must not look idle: what it fails at is done again elsewhere, later.
        package static func failure(
            _ record: Prediction,
            attempt: Seconds,
            delay: Seconds,
            at now: Instant
        ) -> Seconds {
            let chance = record.failureChance(at: now)
            return chance == 0 ? .zero : (attempt + delay) * (chance / (1 - chance))
        }
    }
}
