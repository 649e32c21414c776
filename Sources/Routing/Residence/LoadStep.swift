/// What a request for a model in memory comes to.
package enum LoadChoice: Sendable {
    case go(LoadStep)
    case refused(Refusal)
}

/// Where a model shall be in memory because somebody asked for just that.
package struct LoadStep: Sendable {
    package let order: LoadOrder
    package let place: Place

    package enum Place: Sendable {
        /// It is there already, and only to stay for longer.
        case resident
        /// Somebody's load of it is under way, or this one has to wait for another: whoever watches those sees the end.
        case underWay
        /// This load is the first that the dispatcher hears of; it counts on being told its end.
        case begun
    }
}
