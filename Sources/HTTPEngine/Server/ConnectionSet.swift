/// The connections of one loop, each knowing its place, so that coming and going cost no hashing.
final class ConnectionSet {
    private var all: [ServerConnection] = []

    func insert(_ connection: ServerConnection) {
        connection.place = all.count
        all.append(connection)
    }

    func remove(_ connection: ServerConnection) {
        let last = all.removeLast()
        if last === connection { return }
        all[connection.place] = last
        last.place = connection.place
    }

    func forEach(_ body: (ServerConnection) -> Void) {
        all.forEach(body)
    }
}
