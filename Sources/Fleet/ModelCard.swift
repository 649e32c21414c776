/// What a server itself says of a model in its lists, as it came: kept for clients, and read by nobody who decides.
package struct ModelCard: Equatable, Sendable {
    /// In whose words.
    package enum Form: String, CaseIterable, Sendable {
        case ollama
        case openAI = "openai"
        case lmStudio = "lm-studio"
    }

    /// A longer entry is not kept: its model is described by what is known of it otherwise.
    package static let bytesMax = 16 << 10
    /// A longer one is not sent by heartbeat, nor taken.
    package static let announcedMax = 4 << 10

    package var form: Form
    /// Its entry in the list of all models, one JSON object. In a heartbeat it is empty when it is as before.
    package var listed: [UInt8]
    /// Its entry in the list of those in memory, from servers that have one.
    package var resident: [UInt8]?

    package init(_ form: Form, _ listed: [UInt8], resident: [UInt8]? = nil) {
        self.form = form
        self.listed = listed
        self.resident = resident
    }
}
