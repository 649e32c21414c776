import HTTPEngine

/// A piece of work for many connections, run as tasks of one loop.
protocol Load: Sendable {
    var loop: EventLoop { get }
    var tally: Tally { get }

    func run() async
}

extension Load {
    /// Runs a number of clients side by side and waits for all. Those that fail are counted with their reason.
    func crew(_ count: Int, _ member: @escaping @Sendable (Int) async throws(LoadFailure) -> Void) async {
        await withDiscardingTaskGroup { group in
            for index in 0..<count {
                group.addTask {
                    do throws(LoadFailure) {
                        try await member(index)
                    } catch {
                        tally.fail(error)
                    }
                }
            }
        }
    }

    func connect(to port: Int) async throws(LoadFailure) -> Wire {
        do throws(ConnectFault) {
            return Wire(try await Socket.connect(to: .loopback(port: port), on: loop, within: Wire.patience))
        } catch {
            throw LoadFailure("connecting: \(error)")
        }
    }
}
