/// What a node is made of, and what it has left: shown to people, and no part of a decision.
package struct MachineReport: Equatable, Sendable {
    /// `Apple M2 Max`
    package var chip: String?
    package var processors: Int?
    package var memory: ByteCount?
    /// Where the models lie.
    package var diskFree: ByteCount?
    package var isOnBattery: Bool?
    /// How full the battery is, 0…1.
    package var charge: Double?

    package init() {}
}
