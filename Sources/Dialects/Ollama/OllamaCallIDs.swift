/// Gives the calls of a conversation ids where it has none: Ollama's clients learned of them late.
///
/// The same conversation always gets the same ones, and a result the one of the call it answers: the first of that name in
/// the turn before that is still open, else the first that is.
struct OllamaCallIDs {
    private var open: [(id: String, name: String)] = []
    private var count = 0

    mutating func beginTurn() {
        open = []
    }

    mutating func asked(id: String?, name: String) -> String {
        let id = id.flatMap { $0.isEmpty ? nil : $0 } ?? "call_\(count)"
        count += 1
        open.append((id, name))
        return id
    }

    mutating func answered(id: String?, name: String?) -> String {
        let known = id.flatMap { $0.isEmpty ? nil : $0 }
        let place =
            known.map { id in open.firstIndex { $0.id == id } } ?? open.firstIndex { $0.name == name }
            ?? open.indices.first
        if let place { return open.remove(at: place).id }
        return known ?? "call_\(max(0, count - 1))"
    }
}
