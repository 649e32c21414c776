package import Fleet
package import Learning

extension Signal {
    /// Signal 3: seconds until the model is in memory.
    package enum LoadedModels {
        package static func load(
            _ holding: Holding,
            needsReload: Bool,
            rates: SpeedTable.LoadRates,
            policy: RoutingPolicy,
            at now: Instant
        ) -> Seconds? {
            if holding.isResident && !needsReload { return .zero }
            guard let full = fullLoad(holding, isWarm: isWarm(holding, policy, at: now), rates, policy) else {
                return nil
            }
            return holding.isLoading && !needsReload ? rest(holding, of: full, at: now) : full
        }

        /// A load from the start, from the page cache or from disk.
        package static func fullLoad(
            _ holding: Holding,
            isWarm: Bool,
            _ rates: SpeedTable.LoadRates,
            _ policy: RoutingPolicy
        ) -> Seconds? {
            guard let size = holding.size ?? holding.residentSize else { return nil }
            return policy.loadOverhead + size / (isWarm ? rates.warm : rates.cold)
        }

        package static func isWarm(_ holding: Holding, _ policy: RoutingPolicy, at now: Instant) -> Bool {
            holding.isResident || now - holding.unloadedAt < policy.pageCacheLasts
        }

        /// An overdue load is believed to need a little more, not to be finished.
        private static func rest(_ holding: Holding, of full: Seconds, at now: Instant) -> Seconds {
            let end = holding.loadedAt == .distantFuture ? holding.loadStartedAt + full : holding.loadedAt
            return max(end - now, full * 0.1)
        }
    }
}
