package import Fleet

extension Dispatcher {
    /// What this request would get now, without sending anything and without changing anything.
    package func preview(_ request: Request, at now: Instant) -> Preview {
        var copy = self
        copy.witness = Witness(ticket: tickets.nextID)
        let (id, effects) = copy.submit(request, at: now)
        let fate = copy.fate(of: id, effects, at: now)
        var receipts = copy.witness?.receipts ?? []
        if case .wait = fate, receipts.last?.model != copy.tickets[id].model {
            // It stands too far back in its line for anybody to have looked what there is for it.
            copy.weigh(id, at: now)
            receipts.append(copy.receipt(copy.tickets[id].model, at: now))
        }
        if receipts.isEmpty, let estimate = estimate(request, at: now) { receipts = [estimate] }
        return Preview(
            fate: fate,
            decidedAt: now,
            receipts: receipts,
            outputExpected: receipts.last.map { expectedOutput(request, $0.model) } ?? 0
        )
    }

    private func fate(of id: TicketID, _ effects: [Effect], at now: Instant) -> Preview.Fate {
        for effect in effects {
            switch effect {
            case .place(let placement) where placement.ticket == id: return .place(placement)
            case .end(id, .refused(let refusal)): return .refuse(refusal)
            default: continue
            }
        }
        guard let entry = queueEntry(of: id, at: now) else {
            preconditionFailure("a ticket that was just submitted runs, waits, or was refused")
        }
        return .wait(entry)
    }

    /// What it would cost where, for a request that was turned away before anybody looked.
    private func estimate(_ request: Request, at now: Instant) -> Receipt? {
        var copy = self
        var names = meaning(of: request)
        guard let model = copy.nextModel(&names) else { return nil }
        copy.weigh(request, model, expectedOutput(request, model), TriedBackends(), at: now)
        return copy.receipt(model, at: now)
    }

    /// All of what was just weighed.
    private func receipt(_ model: ModelID, at now: Instant) -> Receipt {
        Receipt(
            of: list,
            chosen: list.best?.holding,
            model: model,
            decodeWeight: policy.decodeWeight,
            lengthMax: .max,
            at: now
        )
    }

    /// Writes down what the ticket is offered, if it is the one that is watched.
    mutating func testify(_ id: TicketID, at now: Instant) {
        guard witness?.ticket == id else { return }
        let offer = receipt(tickets[id].model, at: now)
        witness?.receipts.append(offer)
    }
}
