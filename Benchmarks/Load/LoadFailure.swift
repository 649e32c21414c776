/// Something that came through was not what it must be, or did not come.
struct LoadFailure: Error {
    var reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
