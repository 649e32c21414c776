import Dialects
import Fleet

extension BackendReport {
    /// OpenAI's list of models, which every server has: names, and from some the longest context. What is listed is taken to
    /// be in memory, because nothing says otherwise.
    mutating func readModelList(_ reading: AnswerReading) -> Bool {
        guard let listed = reading.json("/v1/models")?["data"]?.array else { return false }
        models = listed.compactMap { entry in
            guard var model = ModelReport(listed: entry["id"]?.string, .resident) else { return nil }
            model.contextMax = entry["max_model_len"]?.integer ?? entry["meta"]?["n_ctx_train"]?.integer
            model.contextLength = entry["max_model_len"]?.integer
            model.size = entry["meta"]?["size"]?.integer.map { ByteCount(Int64($0)) }
            return model
        }
        return true
    }
}
