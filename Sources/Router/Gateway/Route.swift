import HTTPEngine

/// What a path is for: what answers it, and the name under which it is counted. A bounded set, whatever clients ask for.
enum Route: Int, CaseIterable {
    case root, healthz, readyz, metrics
    case fleetHeartbeat, fleetRoute, fleetRequests, fleetRequest, fleetQueue, fleetNodes, fleetOther
    case fleetStatus, fleetBackends, fleetBackend, fleetNode
    case apiChat, apiGenerate, apiEmbed, apiEmbeddings, apiTags, apiPs, apiShow, apiVersion
    case apiPull, apiPush, apiCreate, apiCopy, apiDelete, apiBlobs
    case v1ChatCompletions, v1Completions, v1Embeddings, v1Responses, v1Models, v1Model, v1Messages
    case v1CountTokens, v1Rerank, v1ImageGenerations, v1ImageEdits, v1Speech, v1Transcriptions, v1Translations
    case v1Response
    case apiOther, v1Other, other

    init(_ head: RequestHead) {
        self.init(target: head.bytes.span.extracting(head.path.range))
    }

    /// - Parameter target: as it stands in the request line.
    init(target: Span<UInt8>) {
        let path = target.extracting(0..<Self.length(ofPathIn: target))
        self = Self.exact.first { Self.equal(path, $0.0) }?.1 ?? Self.byPrefix(path)
    }

    /// What is asked there is for a backend to answer, and for none but one.
    var isPassedOn: Bool {
        switch self {
        case .apiChat, .apiGenerate, .apiEmbed, .apiEmbeddings, .v1ChatCompletions, .v1Completions, .v1Embeddings,
            .v1Responses, .v1Messages, .v1CountTokens, .v1Rerank, .v1ImageGenerations, .v1ImageEdits, .v1Speech,
            .v1Transcriptions, .v1Translations, .apiOther, .v1Other, .other:
            true
        default: false
        }
    }

    /// As it stands in metrics.
    var label: String {
        switch self {
        case .root: "/"
        case .apiBlobs: "/api/blobs/"
        case .v1Model: "/v1/models/"
        case .v1Response: "/v1/responses/"
        case .fleetRequest: "/fleet/requests/"
        case .fleetBackend: "/fleet/backends/"
        case .fleetNode: "/fleet/nodes/"
        case .fleetOther: "/fleet/*"
        case .apiOther: "/api/*"
        case .v1Other: "/v1/*"
        case .other: "other"
        default: Self.exact.first { $0.1 == self }.map { "\($0.0)" } ?? "other"
        }
    }

    private static let exact: [(StaticString, Route)] = [
        ("/api/chat", .apiChat), ("/api/generate", .apiGenerate), ("/v1/chat/completions", .v1ChatCompletions),
        ("/v1/messages", .v1Messages), ("/v1/responses", .v1Responses), ("/v1/completions", .v1Completions),
        ("/", .root), ("/healthz", .healthz), ("/readyz", .readyz), ("/metrics", .metrics),
        ("/api/embed", .apiEmbed), ("/api/embeddings", .apiEmbeddings), ("/v1/embeddings", .v1Embeddings),
        ("/api/tags", .apiTags), ("/api/ps", .apiPs), ("/api/show", .apiShow), ("/api/version", .apiVersion),
        ("/api/pull", .apiPull), ("/api/push", .apiPush), ("/api/create", .apiCreate), ("/api/copy", .apiCopy),
        ("/api/delete", .apiDelete), ("/v1/models", .v1Models), ("/fleet/heartbeat", .fleetHeartbeat),
        ("/fleet/route", .fleetRoute), ("/fleet/requests", .fleetRequests), ("/fleet/queue", .fleetQueue),
        ("/fleet/nodes", .fleetNodes), ("/fleet/status", .fleetStatus), ("/fleet/backends", .fleetBackends),
        ("/v1/messages/count_tokens", .v1CountTokens), ("/v1/rerank", .v1Rerank),
        ("/v1/images/generations", .v1ImageGenerations), ("/v1/images/edits", .v1ImageEdits),
        ("/v1/audio/speech", .v1Speech), ("/v1/audio/transcriptions", .v1Transcriptions),
        ("/v1/audio/translations", .v1Translations),
    ]

    private static func byPrefix(_ path: Span<UInt8>) -> Route {
        if path.isEmpty { return .root }
        if starts(path, with: "/api/blobs/") { return .apiBlobs }
        if starts(path, with: "/api/") { return .apiOther }
        if starts(path, with: "/fleet/requests/") { return .fleetRequest }
        if starts(path, with: "/fleet/backends/") { return .fleetBackend }
        if starts(path, with: "/fleet/nodes/") { return .fleetNode }
        if starts(path, with: "/fleet/") { return .fleetOther }
        if starts(path, with: "/v1/models/") { return .v1Model }
        if starts(path, with: "/v1/responses/") { return .v1Response }
        return starts(path, with: "/v1/") ? .v1Other : .other
    }

    private static func length(ofPathIn target: Span<UInt8>) -> Int {
        for index in target.indices where target[index] == UInt8(ascii: "?") { return index }
        return target.count
    }

    private static func equal(_ path: Span<UInt8>, _ text: StaticString) -> Bool {
        path.count == text.utf8CodeUnitCount && starts(path, with: text)
    }

    private static func starts(_ path: Span<UInt8>, with text: StaticString) -> Bool {
        if path.count < text.utf8CodeUnitCount { return false }
        // From the end: most paths of one length differ there.
        for index in stride(from: text.utf8CodeUnitCount - 1, through: 0, by: -1)
        where path[index] != text.utf8Start[index] {
            return false
        }
        return true
    }
}
