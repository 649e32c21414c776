package import Fleet

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
    /// A meeting shows by its camera. An owner who only works shows by the load alone.
    package var ownerIsSeen = true
    package var reportsBandwidth = true
    package var models: [Int] = []
    package var resident: [Int] = []

    package init(name: String, speed: Double, memory: ByteCount) {
        self.name = name
        self.speed = speed
        self.memory = memory
    }
}
