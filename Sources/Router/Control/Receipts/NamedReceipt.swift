import Fleet
import Routing

/// A receipt with the names of what it speaks of.
///
/// Looked up under the desk's lock, which is quick, so that the page can be composed outside of it, which is not.
struct NamedReceipt: Sendable {
    struct Place: Sendable {
        let node: String
        let backend: String
        /// What the backend calls the model.
        let model: String

        init(_ holding: HoldingID, _ fleet: FleetState) {
            let backend = fleet[fleet[holding].backend]
            node = fleet.nodeProfiles[Int(backend.node.index)].name
            self.backend = fleet.backendProfiles[Int(backend.id.index)].name
            model = fleet.spellings[Int(holding.index)]
        }
    }

    let receipt: Receipt
    let model: ModelName
    /// In the receipt's order, both of them.
    let candidates: [Place]
    let rejected: [Place]

    init(_ receipt: Receipt, _ fleet: FleetState) {
        self.receipt = receipt
        model = fleet.catalog.name(of: receipt.model)
        candidates = receipt.candidates.map { Place($0.holding, fleet) }
        rejected = receipt.rejected.map { Place($0.holding, fleet) }
    }
}
