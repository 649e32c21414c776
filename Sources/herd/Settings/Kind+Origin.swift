import Configuration
import Router

extension Kind where Value == Origins.Pattern {
    static var origin: Kind {
        Kind(
            placeholder: "ORIGIN",
            expected: "where a page is from, such as https://chat.example.org, http://192.168.0.9:* or * for all",
            read: { text, _ in Origins.Pattern(text) },
            write: { $0.description }
        )
    }
}
