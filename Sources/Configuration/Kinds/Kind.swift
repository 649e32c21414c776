/// How the text of a setting becomes a value and back: what it expects, in words, and the two functions.
///
/// One value instead of a class tree: a program adds a kind of its own by writing one more static member.
package struct Kind<Value: Sendable>: Sendable {
    /// What stands for the value in a usage line: `--port PORT`.
    package let placeholder: String
    /// What a bad value should have been, to follow "expects": "a port from 0 to 65535".
    package let expected: String
    /// Its text is a JSON literal and needs no quotes there.
    let isLiteral: Bool
    /// Elements that hold commas of their own: whether a piece of a variable's text begins one. What does not belongs to the
    /// piece before it.
    let begins: (@Sendable (Substring) -> Bool)?
    /// What exactly is wrong with a text that was refused, to follow it: "stands for itself".
    let fault: (@Sendable (String) -> String?)?
    package let read: @Sendable (String, Surroundings) -> Value?
    package let write: @Sendable (Value) -> String

    package init(
        placeholder: String,
        expected: String,
        isLiteral: Bool = false,
        begins: (@Sendable (Substring) -> Bool)? = nil,
        fault: (@Sendable (String) -> String?)? = nil,
        read: @escaping @Sendable (String, Surroundings) -> Value?,
        write: @escaping @Sendable (Value) -> String
    ) {
        self.placeholder = placeholder
        self.expected = expected
        self.isLiteral = isLiteral
        self.begins = begins
        self.fault = fault
        self.read = read
        self.write = write
    }
}
