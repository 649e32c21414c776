/// One mention of a setting: its name, the text somebody wrote, and where. Not read yet.
struct Entry: Equatable {
    var name: String
    var text: String
    var origin: Origin
}
