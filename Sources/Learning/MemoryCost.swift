package import Fleet

/// How much memory a model takes: its weights, and the cache that grows with its context.
///
/// Learned from what backends report of resident models; two reports at different contexts separate the two parts.
/// Before that the weights are the file and the cache is what models of that size usually need.
package struct MemoryCost: Sendable {
    package struct Record: Codable, Equatable, Sendable {
        package var weights: Double
        package var perToken: Double
        /// The first context and size seen, to measure a second one against.
        var context: Double
        var size: Double
    }

    private var records: [Record?] = []
    /// How often something was learned.
    package private(set) var lessons = 0

    package init() {}

    package func need(_ model: ModelID, file: ByteCount?, context: Int) -> ByteCount? {
        if let record = record(of: model) {
            return ByteCount(Int64(record.weights + record.perToken * Double(max(context, 0))))
        }
        guard let file else { return nil }
        let weights = Double(file.value)
        return ByteCount(Int64(weights * 1.05 + Self.perTokenUsual(weights) * Double(context)))
    }

    package mutating func learn(_ model: ModelID, file: ByteCount?, resident: ByteCount, context: Int) {
        guard resident > .zero, context > 0 else { return }
        let size = Double(resident.value)
        let tokens = Double(context)
        let weights = Double(file?.value ?? resident.value)
        while records.count <= Int(model.index) { records.append(nil) }
        guard let old = records[Int(model.index)] else {
            let perToken = max(0, min((size - weights) / tokens, Self.perTokenUsual(weights) * 4))
            let record = Record(weights: size - perToken * tokens, perToken: perToken, context: tokens, size: size)
            records[Int(model.index)] = record
            lessons += 1
            return
        }
        guard abs(old.context - tokens) > 256 else { return }
        lessons += 1
        let perToken = max(0, (size - old.size) / (tokens - old.context))
        records[Int(model.index)]?.perToken = perToken
        records[Int(model.index)]?.weights = max(size - perToken * tokens, weights / 2)
    }

    package func record(of model: ModelID) -> Record? {
        records.indices.contains(Int(model.index)) ? records[Int(model.index)] : nil
    }

    package mutating func restore(_ record: Record, for model: ModelID) {
        while records.count <= Int(model.index) { records.append(nil) }
        records[Int(model.index)] = record
    }

    /// An 8B model of 4.7 GB with grouped attention keeps 128 KB per token; larger ones need more, but less than in
    /// proportion.
    private static func perTokenUsual(_ weights: Double) -> Double {
        131_072 * (weights / 4.7e9).squareRoot()
    }
}
