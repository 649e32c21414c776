import Dialects

extension ServerGuide {
    static let llamaServer = ServerGuide(
        name: "llama-server",
        ports: [8080],
        questions: [Question("/health"), Question("/props"), Question("/v1/models")],
        read: { $1.readLlamaServer($0) },
        followUps: { reading in
            // Its slots would wake one that sleeps, and count as use while it is awake. Its figures do neither, if they are on.
            let isAwake = reading.json("/props").map { $0["is_sleeping"]?.bool != true } ?? false
            return isAwake ? [Question("/metrics"), Question("/slots", insteadOf: "/metrics")] : []
        }
    )
}
