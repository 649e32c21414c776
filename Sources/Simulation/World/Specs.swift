package import Fleet

/// A model as it truly is.
package struct ModelSpec: Sendable {
    package var name: ModelName
    package var size: ByteCount
    package var contextMax = 32_768
    /// How much cheaper than its size it is: mixtures of experts read a part of their weights.
    package var advantage = 1.0
    package var cachePerToken = 100_000.0

    package init(name: ModelName, size: ByteCount) {
        self.name = name
        self.size = size
    }

    package func memory(context: Int) -> ByteCount {
        size + ByteCount(Int64(cachePerToken * Double(context)))
    }
}

/// A machine as it truly is. The router sees only what its heartbeats tell and what requests show.
package struct MachineSpec: Sendable {
    package var name: String
    package var kind = BackendKind.ollama
    /// Effective bytes per second while decoding.
    package var speed: Double
    /// How much faster it reads prompts than it writes answers.
    package var prefillAdvantage = 25.0
    package var slots = 1
    package var memory: ByteCount
    package var loadCold = 1.0e9
    package var loadWarm = 4.0e9
    /// How much each further request slows everyone down.
    package var decodeSharing = 0.3
    package var prefillSharing = 0.8
    package var contextLength = 16_384
    /// Seconds of work that warm it through; nil for one that stays cool.
    package var heatsIn: Double?
    /// Meetings: mean seconds between and of each.
    package var meetings: (every: Double, last: Double)?
    package var reportsBandwidth = true
    package var models: [Int] = []
    package var resident: [Int] = []

    package init(name: String, speed: Double, memory: ByteCount) {
        self.name = name
        self.speed = speed
        self.memory = memory
    }
}

/// A request as it truly is; the router does not know how long the answer will be.
package struct Job: Sendable {
    package struct Mark: Hashable, Sendable {
        package let hash: UInt64
        package let tokens: Int
    }

    package var model: Int
    package var client: Int
    package var promptTokens: Int
    package var outputTokens: Int
    package var marks: [Mark] = []
    /// Seconds until the user gives up; nil for one who stays.
    package var patience: Double?
    package var isBatch = false

    package init(model: Int, client: Int, promptTokens: Int, outputTokens: Int) {
        self.model = model
        self.client = client
        self.promptTokens = promptTokens
        self.outputTokens = outputTokens
    }
}
