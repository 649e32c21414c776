/// Settings of different types in one list.
package protocol AnySetting: Sendable {
    var declaration: Declaration { get }
}
