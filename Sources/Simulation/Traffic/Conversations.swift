/// What users send: prompts and answers as long as in the traces, with the beginnings they share.
struct Conversations {
    private struct Talk {
        let model: Int
        let client: Int
        let seed: UInt64
        let root: Int
        var length: Int
    }

    private let traffic: Traffic
    private var talks: [Talk] = []

    static let block = 512

    init(_ traffic: Traffic) {
        self.traffic = traffic
    }

    mutating func next(_ chance: inout Chance) -> Job {
        let continues = !talks.isEmpty && chance.happens(continuing)
        let index = continues ? chance.below(talks.count) : begin(&chance)
        let lengths = draw(&chance)
        let shared = min(talks[index].length, lengths.prompt * 9 / 10)
        talks[index].length = min(max(lengths.prompt, shared) + lengths.output, 24_000)
        var job = Job(
            model: talks[index].model,
            client: talks[index].client,
            promptTokens: lengths.prompt,
            outputTokens: lengths.output
        )
        job.marks = marks(talks[index], prompt: lengths.prompt, turn: chance.next(), shared: shared)
        return job
    }

    private var continuing: Double {
        switch traffic.work {
        case .chat, .mixed: 0.6
        case .code: 0.5
        case .agent: 0.75
        }
    }

    private mutating func begin(_ chance: inout Chance) -> Int {
        let talk = Talk(
            model: traffic.modelCount > 1 ? chance.zipf(traffic.modelCount) : 0,
            client: chance.below(traffic.clientCount),
            seed: chance.next(),
            root: chance.below(4),
            length: 0
        )
        guard talks.count >= 24 else {
            talks.append(talk)
            return talks.count - 1
        }
        let index = chance.below(talks.count)
        talks[index] = talk
        return index
    }

    private func draw(_ chance: inout Chance) -> (prompt: Int, output: Int) {
        switch traffic.work {
        case .chat, .mixed:
            (
                clamp(chance.logNormal(mu: 6.633, sigma: 0.985), 20, 7000),
                clamp(chance.logNormal(mu: 5.019, sigma: 0.859), 4, 1000)
            )
        case .code:
            (
                clamp(chance.logNormal(mu: 6.999, sigma: 1.36), 20, 7500),
                clamp(chance.logNormal(mu: 2.788, sigma: 0.847), 2, 300)
            )
        case .agent:
            (
                clamp(chance.logNormal(mu: 8.737, sigma: 0.8), 1000, 15_000),
                clamp(chance.logNormal(mu: 4.8, sigma: 0.9), 4, 1100)
            )
        }
    }

    private func clamp(_ value: Double, _ low: Int, _ high: Int) -> Int { min(max(Int(value), low), high) }

    /// The first block is the system prompt everybody shares; an agent's next ones are its tools, shared by its kind;
    /// then the conversation, and last what is new in this turn.
    private func marks(_ talk: Talk, prompt: Int, turn: UInt64, shared: Int) -> [Job.Mark] {
        let tools = traffic.work == .agent ? 3072 : 0
        return stride(from: Self.block, through: prompt, by: Self.block).map { tokens in
            let origin: UInt64
            if tokens <= Self.block {
                origin = 1
            } else if tokens <= tools {
                origin = UInt64(talk.root + 2)
            } else {
                origin = tokens <= shared ? talk.seed : turn
            }
            return Job.Mark(hash: Self.mix(origin &+ UInt64(tokens) &* 0x9E37_79B9), tokens: tokens)
        }
    }

    private static func mix(_ word: UInt64) -> UInt64 {
        var chance = Chance(seed: word)
        return chance.next()
    }
}
