import Dialects
import Fleet

extension BackendReport {
    /// A server of which nothing is known but its list: LiteLLM, a hosted service. What is listed is taken to be in memory,
    /// because nothing says otherwise.
    mutating func readOpenAI(_ reading: AnswerReading) -> Bool {
        readListRefusal(reading) || readModelList(reading)
    }

    /// OpenAI's list of models, which every server has: names, and from some the longest context.
    mutating func readModelList(_ reading: AnswerReading, _ place: ModelReport.Place = .resident) -> Bool {
        guard let listed = reading.json("/v1/models")?["data"]?.array else { return false }
        models = listed.compactMap { entry in
            guard var model = ModelReport(listed: entry["id"]?.string, place) else { return nil }
            model.contextMax = entry["max_model_len"]?.positive ?? entry["meta"]?["n_ctx_train"]?.positive
            model.contextLength = entry["max_model_len"]?.positive
            model.size = entry["meta"]?["size"]?.size
            return model
        }
        return true
    }

    /// The list is behind a key, or what makes it is broken.
    mutating func readListRefusal(_ reading: AnswerReading) -> Bool {
        if reading.isRefused("/v1/models") {
            unready = .keyRefused
        } else if reading.isFailing("/v1/models") {
            unready = .unhealthy
        } else {
            return false
        }
        return true
    }
}

extension AnswerReading {
    /// Who is said to own the first of the models: several servers put their own name there.
    var owner: String? { json("/v1/models")?["data"]?.array?.first?["owned_by"]?.string }
}
