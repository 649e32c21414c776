import Dialects
import Fleet

extension BackendReport {
    /// What it has downloaded. Which one of them is in memory it does not say: the last that was asked for.
    mutating func readMLX(_ reading: AnswerReading) -> Bool {
        if readListRefusal(reading) { return true }
        // Where it cannot look into its own cache the page is empty, and it serves all the same.
        return reading.text("/v1/models") == "" || readModelList(reading, .listed)
    }
}
