/// Whether sound is being recorded, by anybody. By whom is never kept, and not told.
package struct MicrophoneUse: Sensor {
    let roots: SystemRoots

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package func sample(at moment: Moment) -> Bool? { isInUse() }
}
