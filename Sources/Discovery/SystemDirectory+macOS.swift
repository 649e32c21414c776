#if os(macOS)
    import Darwin
    import Dispatch
    import dnssd

    /// Bonjour, which every Mac has.
    ///
    /// `@unchecked Sendable`: everything that changes is touched on its queue only.
    package final class SystemDirectory: ServiceDirectory, @unchecked Sendable {
        private static let placesMax = 128

        private let task: DirectoryTask
        private let tell: @Sendable (DirectoryNews) -> Void
        private let queue = DispatchQueue(label: "herd.discovery")
        private var isStopped = false
        private var pace = RetryPace()
        private var registrations: [DNSServiceRef] = []
        private var browser: DNSServiceRef?
        private var watches: [Sighting.Place: BonjourWatch] = [:]

        package init(_ task: DirectoryTask, tell: @escaping @Sendable (DirectoryNews) -> Void) {
            self.task = task
            self.tell = tell
            queue.async { [self] in begin() }
        }

        package func stop() {
            queue.async { [self] in
                isStopped = true
                end()
            }
        }

        private func begin() {
            if isStopped { return }
            switch task {
            case .announce(let offer): register(offer)
            case .browse: browse()
            }
        }

        /// Gives back all that is held; whatever Bonjour still has to say of it is no longer heard.
        private func end() {
            for registration in registrations { DNSServiceRefDeallocate(registration) }
            registrations = []
            watches = [:]
            if let browser { DNSServiceRefDeallocate(browser) }
            browser = nil
        }

        /// Bonjour ended, or refused: everything is made anew after a while.
        private func fail(_ code: DNSServiceErrorType) {
            if isStopped { return }
            end()
            tell(.unavailable(Self.reason(code)))
            let pause = Int(clamping: pace.failed().nanoseconds)
            queue.asyncAfter(deadline: .now() + .nanoseconds(pause)) { [self] in begin() }
        }

        private static func reason(_ code: DNSServiceErrorType) -> String {
            switch Int(code) {
            case kDNSServiceErr_ServiceNotRunning, kDNSServiceErr_DefunctConnection:
                "Bonjour (mDNSResponder) does not run"
            case kDNSServiceErr_PolicyDenied: "this Mac's privacy settings keep this program from the local network"
            default: "Bonjour says error \(code)"
            }
        }

        private func works() {
            pace.succeeded()
            tell(.ready)
        }

        private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

        private static func at(_ context: UnsafeMutableRawPointer?) -> SystemDirectory? {
            context.map { Unmanaged<SystemDirectory>.fromOpaque($0).takeUnretainedValue() }
        }

        // MARK: Announcing

        /// Once for each interface, or once for all.
        private func register(_ offer: ServiceOffer) {
            let interfaces = Set(offer.ways.map { $0.interface ?? 0 })
            for interface in interfaces.contains(0) ? [0] : interfaces {
                let code = register(offer, on: interface)
                if code != kDNSServiceErr_NoError { return fail(code) }
            }
        }

        private func register(_ offer: ServiceOffer, on interface: Int) -> DNSServiceErrorType {
            let record = offer.card.record ?? []
            var reference: DNSServiceRef?
            let code = DNSServiceRegister(
                &reference,
                0,
                UInt32(interface),
                offer.name,
                RouterCard.serviceType,
                nil,
                nil,
                UInt16(clamping: offer.port).bigEndian,
                UInt16(record.count),
                record,
                { _, _, code, name, _, _, context in
                    SystemDirectory.at(context)?.registered(code, name.map { String(cString: $0) } ?? "")
                },
                context
            )
            guard code == kDNSServiceErr_NoError, let reference else { return code }
            registrations.append(reference)
            return DNSServiceSetDispatchQueue(reference, queue)
        }

        /// Where the name was taken, Bonjour has chosen another by itself.
        private func registered(_ code: DNSServiceErrorType, _ name: String) {
            if isStopped { return }
            guard code == kDNSServiceErr_NoError else { return fail(code) }
            works()
            tell(.announced(name: name))
        }

        // MARK: Browsing

        private func browse() {
            var reference: DNSServiceRef?
            let code = DNSServiceBrowse(
                &reference,
                0,
                UInt32(kDNSServiceInterfaceIndexAny),
                RouterCard.serviceType,
                nil,
                { _, flags, interface, code, name, _, domain, context in
                    guard let name, let domain else { return }
                    SystemDirectory.at(context)?.browsed(
                        code,
                        flags & DNSServiceFlags(kDNSServiceFlagsAdd) != 0,
                        Sighting.Place(name: String(cString: name), interface: Int(interface), family: 0),
                        String(cString: domain)
                    )
                },
                context
            )
            guard code == kDNSServiceErr_NoError, let reference else { return fail(code) }
            browser = reference
            let queued = DNSServiceSetDispatchQueue(reference, queue)
            if queued == kDNSServiceErr_NoError { works() } else { fail(queued) }
        }

        private func browsed(_ code: DNSServiceErrorType, _ isThere: Bool, _ place: Sighting.Place, _ domain: String) {
            if isStopped { return }
            guard code == kDNSServiceErr_NoError else { return fail(code) }
            if isThere {
                guard watches[place] == nil, watches.count < Self.placesMax else { return }
                watches[place] = BonjourWatch(place, domain, on: queue) { [weak self] news in
                    if let self, !isStopped { tell(news) }
                }
            } else if watches.removeValue(forKey: place) != nil {
                tell(.gone(place))
            }
        }
    }

    /// One service from when it was found to when it is gone: its port and card, then its address. On the directory's queue only.
    private final class BonjourWatch {
        private let place: Sighting.Place
        private let queue: DispatchQueue
        private let tell: (DirectoryNews) -> Void
        private var resolving: DNSServiceRef?
        private var addressing: DNSServiceRef?
        private var target: String?
        private var card: RouterCard?
        private var port = 0
        private var hosts: [String] = []

        init(
            _ place: Sighting.Place,
            _ domain: String,
            on queue: DispatchQueue,
            tell: @escaping (DirectoryNews) -> Void
        ) {
            self.place = place
            self.queue = queue
            self.tell = tell
            let code = DNSServiceResolve(
                &resolving,
                0,
                UInt32(place.interface),
                place.name,
                RouterCard.serviceType,
                domain,
                { _, _, _, code, _, target, port, length, record, context in
                    guard code == kDNSServiceErr_NoError, let target else { return }
                    BonjourWatch.at(context)?.resolved(
                        String(cString: target),
                        Int(UInt16(bigEndian: port)),
                        UnsafeBufferPointer(start: record, count: Int(length))
                    )
                },
                Unmanaged.passUnretained(self).toOpaque()
            )
            if code == kDNSServiceErr_NoError, let resolving { DNSServiceSetDispatchQueue(resolving, queue) }
        }

        deinit {
            if let resolving { DNSServiceRefDeallocate(resolving) }
            if let addressing { DNSServiceRefDeallocate(addressing) }
        }

        private static func at(_ context: UnsafeMutableRawPointer?) -> BonjourWatch? {
            context.map { Unmanaged<BonjourWatch>.fromOpaque($0).takeUnretainedValue() }
        }

        private func resolved(_ target: String, _ port: Int, _ record: UnsafeBufferPointer<UInt8>) {
            card = RouterCard(entries: RouterCard.entries(of: record))
            self.port = port
            if self.target == target { return show() }
            self.target = target
            hosts = []
            if let addressing { DNSServiceRefDeallocate(addressing) }
            addressing = nil
            let code = DNSServiceGetAddrInfo(
                &addressing,
                0,
                UInt32(place.interface),
                DNSServiceProtocol(kDNSServiceProtocol_IPv4 | kDNSServiceProtocol_IPv6),
                target,
                { _, flags, _, code, _, address, _, context in
                    guard code == kDNSServiceErr_NoError, let address, let host = NetworkInterface.text(address) else {
                        return
                    }
                    let isThere = flags & DNSServiceFlags(kDNSServiceFlagsAdd) != 0
                    let isLast = flags & DNSServiceFlags(kDNSServiceFlagsMoreComing) == 0
                    BonjourWatch.at(context)?.addressed(host, isThere, isLast)
                },
                Unmanaged.passUnretained(self).toOpaque()
            )
            if code == kDNSServiceErr_NoError, let addressing { DNSServiceSetDispatchQueue(addressing, queue) }
        }

        private func addressed(_ host: String, _ isThere: Bool, _ isLast: Bool) {
            hosts.removeAll { $0 == host }
            if isThere, !host.lowercased().hasPrefix("fe80:") { hosts.append(host) }
            if isLast { show() }
        }

        /// By IPv4 where there is a choice.
        private func show() {
            guard let card, port > 0, let host = hosts.first(where: { !$0.contains(":") }) ?? hosts.first else {
                return tell(.gone(place))
            }
            tell(.seen(Sighting(at: place, card, host: host, port: port)))
        }
    }
#endif
