/// Users, drawn from the statistics of published traces: how they arrive, what they send, how much they get back.
package struct Traffic: Sendable {
    package enum Work: Sendable, CaseIterable {
        case chat, code, agent, mixed
    }

    package var work = Work.chat
    /// Mean requests per second.
    package var rate = 1.0
    /// On and off: bursts at three times the rate and silence.
    package var isBursty = false
    package var modelCount = 1
    package var clientCount = 8
    package var userLeaves = 0.0

    package init() {}

    /// Gaps in seconds and jobs, in order.
    package func jobs(_ count: Int, _ chance: inout Chance) -> [(gap: Double, job: Job)] {
        var arrivals = Arrivals(self)
        var talks = Conversations(self)
        var choice = chance.fork()
        var times = chance.fork()
        return (0..<count).map { _ in
            var job = talks.next(&choice)
            if choice.happens(userLeaves) { job.patience = choice.exponential(mean: 20) }
            return (arrivals.gap(&times), job)
        }
    }
}

/// When requests come: Gamma gaps as in the conversation trace, on and off as in the code trace.
struct Arrivals {
    private let traffic: Traffic
    private var burstLeft = 0

    init(_ traffic: Traffic) {
        self.traffic = traffic
    }

    mutating func gap(_ chance: inout Chance) -> Double {
        let mean = 1 / traffic.rate
        if traffic.work == .code { return burst(&chance, mean, length: 6, speed: 6) }
        if traffic.isBursty { return burst(&chance, mean, length: 25, speed: 3) }
        return mean * chance.gamma(shape: 0.835)
    }

    /// Trains of about `length` requests at `speed` times the rate, then a pause that keeps the mean.
    private mutating func burst(_ chance: inout Chance, _ mean: Double, length: Int, speed: Double) -> Double {
        let length = traffic.isBursty ? length * 2 : length
        if burstLeft > 0 {
            burstLeft -= 1
            return chance.exponential(mean: mean / speed)
        }
        burstLeft = max(1, Int(chance.exponential(mean: Double(length))))
        return chance.exponential(mean: mean * Double(length) * (1 - 1 / speed)) + mean / speed
    }
}
