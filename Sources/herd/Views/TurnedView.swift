import Dialects

/// What became of a node that was drained or resumed.
struct TurnedView {
    private let node: String
    private let isHeld: Bool
    private let running: Int
    private let isKept: Bool

    init?(_ answer: JSONValue) {
        guard let node = answer["node"]?.string, let isHeld = answer["held"]?.bool else { return nil }
        self.node = node
        self.isHeld = isHeld
        running = answer["running"]?.integer ?? 0
        isKept = answer["kept"]?.bool ?? false
    }

    var text: String {
        if !isHeld { return "\(node) gets requests again.".plain + "\n" }
        let still =
            running == 0 ? "nothing runs there" : "\(running) still \(running == 1 ? "runs" : "run") there, to the end"
        let kept = isKept ? "" : " The router keeps nothing (data-dir), so this ends with it."
        return "\(node) is held: it gets no new requests; \(still). Undo it with: herd nodes resume \(node)\(kept)"
            .plain + "\n"
    }
}
