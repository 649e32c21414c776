/// How long an answer of Anthropic's may be, and how much of it may be thought, under the service's rules.
///
/// The limit holds for both together and must be more than the thought's, which is 1024 at least. Who must call a tool may
/// not think, and who thinks must have thought before a call that is being answered: the thoughts of other dialects' clients
/// are not signed, so there are none. Then it is better not to think than not to answer.
struct AnthropicLimits: Equatable {
    static let budgetMin = 1024

    let outputMax: Int
    /// Nil when there is to be no thinking.
    let budget: Int?
    /// Although the client asked for it.
    let losesThinking: Bool

    init(_ request: ChatRequest, _ traits: TargetTraits) {
        guard let wanted = request.thinking?.budget.map({ max($0, Self.budgetMin) }) else {
            outputMax = request.outputMax ?? traits.outputMax
            budget = nil
            losesThinking = false
            return
        }
        let room = request.outputMax ?? wanted &+ traits.outputMax
        let isPossible = room > Self.budgetMin && request.toolChoice?.isForced != true && !Self.isWithinCalls(request)
        outputMax = isPossible ? room : request.outputMax ?? traits.outputMax
        budget = isPossible ? (wanted < room ? wanted : max(Self.budgetMin, room / 2)) : nil
        losesThinking = !isPossible
    }

    /// The last turn answers calls whose thoughts are not there, or not signed.
    private static func isWithinCalls(_ request: ChatRequest) -> Bool {
        guard case .tool = request.messages.last(where: { $0.role != .system })?.role,
            let turn = request.messages.last(where: { $0.role == .assistant })
        else { return false }
        return !turn.isSigned
    }
}
