/// The name of a label, and how many of its values are worth telling apart.
package struct BoundedLabel: Sendable {
    let name: String
    let valuesMax: Int

    package init(_ name: String, valuesMax: Int) {
        precondition(MetricName.isLabel(name) && valuesMax > 0)
        self.name = name
        self.valuesMax = valuesMax
    }
}
