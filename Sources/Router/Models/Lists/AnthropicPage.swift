import Dialects
import HTTPEngine

/// The part of Anthropic's list of models that a client asks for: `limit`, and `after_id` or `before_id` to go on from.
struct AnthropicPage {
    private static let limits = 1...1000

    let models: ArraySlice<ListedModel>
    let hasMore: Bool

    init(of all: [ListedModel], _ query: PageQuery) throws(PageQuery.Fault) {
        let limit = try query.integer("limit", in: Self.limits) ?? Self.limits.upperBound
        var models = all[...]
        if let id = query["after_id"] {
            models = models.drop { $0.spelling != id }.dropFirst()
        } else if let id = query["before_id"] {
            models = models.prefix { $0.spelling != id }
            self.models = models.suffix(limit)
            hasMore = models.count > limit
            return
        }
        self.models = models.prefix(limit)
        hasMore = models.count > limit
    }

    var json: JSONObject {
        [
            "data": .array(models.map { .object($0.anthropicEntry) }),
            "has_more": .bool(hasMore),
            "first_id": .text(models.first?.spelling),
            "last_id": .text(models.last?.spelling),
        ]
    }
}
