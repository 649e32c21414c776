extension ServerGuide {
    /// Its list of models is a catalogue of what could be had: the cluster's state has the truth.
    static let exo = ServerGuide(
        name: "exo",
        ports: [52_415],
        questions: [Question("/node_id"), Question("/state")],
        read: { $1.readExo($0) }
    )
}
