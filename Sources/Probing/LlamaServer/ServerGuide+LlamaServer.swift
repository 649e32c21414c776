import Dialects

extension ServerGuide {
    static let llamaServer = ServerGuide(
        name: "llama-server",
        ports: [8080],
        questions: [Question("/health"), Question("/props"), Question("/v1/models")],
        read: { $1.readLlamaServer($0) },
        followUps: { reading in
            // Asked for these, a server that sleeps would wake.
            let isAwake = reading.json("/props").map { $0["is_sleeping"]?.bool != true } ?? false
            return isAwake ? [Question("/slots"), Question("/metrics")] : []
        }
    )
}
