import Fleet

/// Which context length to ask a backend for, so that a resident model is not reloaded without need.
///
/// A resident context that is long enough is kept, whatever smaller number the client wrote: asking for less, or for
/// nothing, makes some servers load the model anew. A longer one is a reload, and is priced as one.
struct ContextPlan: Equatable {
    let context: Int?
    let needsReload: Bool

    /// Nil when the backend can never hold that much.
    @inline(__always)
    init?(_ need: Need, _ holding: Holding, _ kind: BackendKind, default usual: Int) {
        if let longest = holding.contextMax, need.contextNeeded > longest { return nil }
        if holding.isResident || holding.isLoading {
            guard let resident = holding.contextLength else {
                self.init(context: nil, needsReload: false)
                return
            }
            // Who asks for nothing but a longer context is to get one, as far as the model goes.
            let asked = need.isLoad ? min(need.contextAsked ?? 0, holding.contextMax ?? .max) : 0
            if max(need.contextNeeded, asked) <= resident {
                self.init(context: resident, needsReload: false)
                return
            }
            guard kind.loadsOnDemand else { return nil }
            self.init(context: Self.lengthToLoad(need, holding.contextMax, resident), needsReload: true)
            return
        }
        self.init(context: Self.lengthToLoad(need, holding.contextMax, usual), needsReload: false)
    }

    private init(context: Int?, needsReload: Bool) {
        self.context = context
        self.needsReload = needsReload
    }

    /// The next power of two, at least what is usual, so that a growing conversation does not reload at every turn.
    private static func lengthToLoad(_ need: Need, _ longest: Int?, _ usual: Int) -> Int {
        var length = max(usual, 2048)
        while length < need.contextNeeded { length *= 2 }
        if let asked = need.contextAsked, asked > length { length = asked }
        return min(length, longest ?? length)
    }
}
