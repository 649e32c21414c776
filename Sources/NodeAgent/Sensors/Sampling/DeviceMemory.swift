package import Fleet

/// The memory in which a backend keeps its models. Which one that is, only the backend knows: an agent that sees models in
/// graphics memory reports the graphics', otherwise the main memory's.
package struct DeviceMemory: Equatable, Sendable {
    package var total: ByteCount
    package var free: ByteCount?
    package var bandwidth: BytesPerSecond?

    package func fill(_ report: inout BackendReport) {
        report.memoryTotal = total
        report.memoryFree = free
        report.memoryBandwidth = bandwidth
    }
}

extension Snapshot {
    package var mainMemory: DeviceMemory? {
        memory.map { DeviceMemory(total: $0.total, free: $0.available, bandwidth: hardware.memoryBandwidth) }
    }

    /// Of the cards of one maker together, because a model is split over them: the free parts add up, and the slowest card
    /// sets the pace. Nil where graphics have no memory of their own and no limit in the machine's.
    package var graphicsMemory: DeviceMemory? {
        let cards = modelGPUs
        if cards.isEmpty { return nil }
        var memory = DeviceMemory(total: cards.reduce(.zero) { $0 + ($1.memoryTotal ?? .zero) })
        if cards.contains(where: \.isUnified) {
            memory.free = self.memory?.available.map { min($0, memory.total) }
            memory.bandwidth = hardware.memoryBandwidth
            return memory
        }
        let free = cards.compactMap(\.memoryFree)
        memory.free = free.count == cards.count ? free.reduce(.zero, +) : nil
        memory.bandwidth = cards.compactMap(\.bandwidth).min()
        return memory
    }

    /// The cards on which models run: those of the maker that has the most memory here.
    var modelGPUs: [GPUReading] {
        let cards = (gpus ?? []).filter { $0.memoryTotal != nil }
        func total(_ maker: GPUReading.Maker) -> ByteCount {
            cards.reduce(.zero) { $1.maker == maker ? $0 + ($1.memoryTotal ?? .zero) : $0 }
        }
        guard let maker = cards.map(\.maker).max(by: { total($0) < total($1) }) else { return [] }
        return cards.filter { $0.maker == maker }
    }
}
