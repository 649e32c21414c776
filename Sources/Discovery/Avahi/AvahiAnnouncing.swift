/// One offer as Avahi's entries. Where its name is taken, by a router on this machine or on another one, it takes the next: "… #2".
///
/// The client that it belongs to frees its objects.
final class AvahiAnnouncing {
    /// A network where so many names are taken wants to do harm.
    private static let namesMax = 100

    private let offer: ServiceOffer
    private let library: AvahiLibrary
    private let client: OpaquePointer?
    private let tell: (DirectoryNews) -> Void
    private let fail: (String) -> Void
    private var group: OpaquePointer?
    private var name: String
    private var names = 1

    init(
        _ offer: ServiceOffer,
        by library: AvahiLibrary,
        _ client: OpaquePointer?,
        tell: @escaping (DirectoryNews) -> Void,
        fail: @escaping (String) -> Void
    ) {
        self.offer = offer
        self.library = library
        self.client = client
        self.tell = tell
        self.fail = fail
        name = offer.name
    }

    func withdraw() {
        if let group { _ = library.resetGroup(group) }
    }

    func announce() {
        if group == nil {
            let context = Unmanaged.passUnretained(self).toOpaque()
            group = library.newGroup(
                client,
                { _, state, context in
                    guard let context else { return }
                    Unmanaged<AvahiAnnouncing>.fromOpaque(context).takeUnretainedValue().take(state)
                },
                context
            )
        }
        guard let group else { return fail("it takes no entries: \(library.reason(library.clientError(client)))") }
        withdraw()
        var code = add(to: group)
        while code == AvahiLibrary.nameCollision, takeNextName() {
            withdraw()
            code = add(to: group)
        }
        if code == 0 { code = library.commit(group) }
        if code != 0 { fail("the announcement was refused: \(library.reason(code))") }
    }

    private func add(to group: OpaquePointer) -> Int32 {
        var list: OpaquePointer?
        // Each is put in front of those before.
        for entry in offer.card.entries?.reversed() ?? [] { list = library.addEntry(list, entry, entry.count) }
        defer { library.freeEntries(list) }
        for way in offer.ways {
            let code = library.addService(
                group,
                way.interface.map { Int32(clamping: $0) } ?? AvahiLibrary.anyInterface,
                way.isIPv6 ? AvahiLibrary.ipv6 : AvahiLibrary.ipv4,
                0,
                name,
                RouterCard.serviceType,
                nil,
                nil,
                UInt16(clamping: offer.port),
                list
            )
            if code != 0 { return code }
        }
        return 0
    }

    private func take(_ state: Int32) {
        switch state {
        case AvahiLibrary.GroupState.established: tell(.announced(name: name))
        case AvahiLibrary.GroupState.collision: if takeNextName() { announce() }
        case AvahiLibrary.GroupState.failure:
            fail("the announcement failed: \(library.reason(library.clientError(client)))")
        default: break
        }
    }

    private func takeNextName() -> Bool {
        names += 1
        guard names <= Self.namesMax, let next = library.otherName(name) else {
            fail("every name for it is taken")
            return false
        }
        name = String(cString: next)
        library.free(next)
        return true
    }
}
