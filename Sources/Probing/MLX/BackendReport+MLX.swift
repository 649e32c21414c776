import Dialects
import Fleet

extension BackendReport {
    /// What it has downloaded. Which one of them is in memory it does not say: the last that was asked for.
    mutating func readMLX(_ reading: AnswerReading) -> Bool {
        if readListRefusal(reading) { return true }
        // With nothing downloaded the page may be empty.
        if reading.text("/v1/models") == "" {
            models = []
            return true
        }
        return readModelList(reading, .listed)
    }
}
