import Fleet

/// What the router has been told of a server's models in that server's own words, which are most of a list's bytes and hardly
/// ever change: they are told once.
struct ToldCards: Sendable {
    /// Of one heartbeat, which has a limit: what is more is told with later lists.
    private static let bytesMax = 2 << 20

    private var listed: [ModelName: [UInt8]] = [:]

    static func limit(_ beat: inout Heartbeat) {
        var room = bytesMax
        for place in beat.backends?.indices ?? 0..<0 {
            for index in beat.backends?[place].models?.indices ?? 0..<0 {
                guard let card = beat.backends?[place].models?[index].card else { continue }
                room -= card.listed.count + (card.resident?.count ?? 0)
                if room < 0 { beat.backends?[place].models?[index].card = nil }
            }
        }
    }

    /// A model's words were not known when it was told of, or found no room.
    func lacksSome(of models: [ModelReport]) -> Bool {
        models.contains { $0.card?.listed.isEmpty == false && listed[$0.name] == nil }
    }

    /// Without what was told already.
    func pared(_ models: [ModelReport]) -> [ModelReport] {
        models.map { model in
            guard let card = model.card, listed[model.name] == card.listed else { return model }
            var model = model
            model.card = card.resident == nil ? nil : ModelCard(card.form, [], resident: card.resident)
            return model
        }
    }

    /// - Parameter models: as they were sent.
    mutating func take(_ models: [ModelReport]) {
        let before = listed
        listed = [:]
        for model in models {
            let told = model.card.flatMap { $0.listed.isEmpty ? nil : $0.listed }
            listed[model.name] = told ?? before[model.name]
        }
    }
}
