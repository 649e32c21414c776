import HTTPEngine

/// The routers that Avahi sees, each resolved for as long as it is there, so that a new address or port is news.
///
/// The client that it belongs to frees its objects.
final class AvahiBrowsing {
    /// More than a network of ours has; what comes beyond that is not looked at.
    private static let placesMax = 128
    /// Who does not answer is asked again.
    private static let pause = LoopSpan(.seconds(10))

    private struct Watch {
        var resolver: OpaquePointer?
        var domain: String
        /// When to ask anew.
        var dueAt = LoopTime.never
    }

    private let library: AvahiLibrary
    private let client: OpaquePointer?
    private let tell: (DirectoryNews) -> Void
    private let fail: (String) -> Void
    private var watches: [Sighting.Place: Watch] = [:]

    init(
        by library: AvahiLibrary,
        _ client: OpaquePointer?,
        tell: @escaping (DirectoryNews) -> Void,
        fail: @escaping (String) -> Void
    ) {
        self.library = library
        self.client = client
        self.tell = tell
        self.fail = fail
        let browser = library.newBrowser(
            client,
            AvahiLibrary.anyInterface,
            AvahiLibrary.anyFamily,
            RouterCard.serviceType,
            nil,
            0,
            { _, interface, family, event, name, _, domain, _, context in
                let place = AvahiBrowsing.place(name, interface, family)
                AvahiBrowsing.at(context)?.take(event, place, domain.map { String(cString: $0) } ?? "")
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        if browser == nil { fail("it does not browse: \(library.reason(library.clientError(client)))") }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> AvahiBrowsing? {
        context.map { Unmanaged<AvahiBrowsing>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func place(_ name: UnsafePointer<CChar>?, _ interface: Int32, _ family: Int32) -> Sighting.Place {
        Sighting.Place(name: name.map { String(cString: $0) } ?? "", interface: Int(interface), family: Int(family))
    }

    /// Asks those anew whose time has come; answers in how many milliseconds to look again, less than zero for never.
    func lookAgain() -> Int32 {
        let now = EventLoop.clock()
        for (place, watch) in watches where watch.dueAt <= now { resolve(place, watch.domain) }
        guard let next = watches.values.map(\.dueAt).min(), next != .never else { return -1 }
        return Int32(clamping: next.since(now).nanoseconds / 1_000_000 + 1)
    }

    private func take(_ event: Int32, _ place: Sighting.Place, _ domain: String) {
        switch event {
        case AvahiLibrary.BrowserEvent.new where watches.count < Self.placesMax: resolve(place, domain)
        case AvahiLibrary.BrowserEvent.remove:
            guard let watch = watches.removeValue(forKey: place) else { break }
            if let resolver = watch.resolver { _ = library.freeResolver(resolver) }
            tell(.gone(place))
        case AvahiLibrary.BrowserEvent.failure:
            fail("browsing failed: \(library.reason(library.clientError(client)))")
        default: break
        }
    }

    private func resolve(_ place: Sighting.Place, _ domain: String) {
        if let old = watches[place]?.resolver { _ = library.freeResolver(old) }
        let resolver = library.newResolver(
            client,
            Int32(place.interface),
            Int32(place.family),
            place.name,
            RouterCard.serviceType,
            domain,
            Int32(place.family),
            0,
            { _, interface, family, event, name, _, _, _, address, port, text, _, context in
                let place = AvahiBrowsing.place(name, interface, family)
                AvahiBrowsing.at(context)?.take(event, place, address, port, text)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
        watches[place] = Watch(resolver: resolver, domain: domain, dueAt: resolver == nil ? later : .never)
    }

    private var later: LoopTime { EventLoop.clock().advanced(by: Self.pause) }

    private func take(
        _ event: Int32,
        _ place: Sighting.Place,
        _ address: UnsafeRawPointer?,
        _ port: UInt16,
        _ text: OpaquePointer?
    ) {
        guard event == AvahiLibrary.resolverFound, let host = host(address) else {
            watches[place]?.dueAt = later
            return tell(.gone(place))
        }
        watches[place]?.dueAt = .never
        guard let card = RouterCard(entries: entries(text)), port > 0, !Self.isLinkLocal(host) else {
            return tell(.gone(place))
        }
        tell(.seen(Sighting(at: place, card, host: host, port: Int(port))))
    }

    private func host(_ address: UnsafeRawPointer?) -> String? {
        guard let address else { return nil }
        var text = [CChar](repeating: 0, count: 64)
        guard library.addressText(&text, text.count, address) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func entries(_ list: OpaquePointer?) -> [[UInt8]] {
        var entries: [[UInt8]] = []
        var entry = list
        while let current = entry, entries.count < 32 {
            if let text = library.entryText(current) {
                entries.append(Array(UnsafeBufferPointer(start: text, count: library.entrySize(current))))
            }
            entry = library.nextEntry(current)
        }
        return entries
    }

    /// Means nothing without the interface, and a router that has no other address is met by IPv4.
    private static func isLinkLocal(_ host: String) -> Bool { host.lowercased().hasPrefix("fe80:") }
}
