/// The system's service of names on the local network (mDNS): has a router announced, or tells of those that are there.
///
/// Everything happens on a thread of its own, where `tell` is called as well. It lasts until it is stopped: a service that is not
/// there, or that starts again, is waited for.
package protocol ServiceDirectory: AnyObject, Sendable {
    init(_ task: DirectoryTask, tell: @escaping @Sendable (DirectoryNews) -> Void)

    /// Takes the announcement back, and tells nothing more.
    func stop()
}

/// What is wanted of it.
package enum DirectoryTask: Sendable {
    case announce(ServiceOffer)
    case browse
}

/// What it has to tell.
package enum DirectoryNews: Equatable, Sendable {
    /// It works.
    case ready
    /// It does not work at present, and why; what was seen before is no longer known. It is tried again.
    case unavailable(String)
    /// The network knows the router by this name, which is another one where the wanted one was taken.
    case announced(name: String)
    /// A router, or something new about one.
    case seen(Sighting)
    case gone(Sighting.Place)
}
