/// Whether a camera is in use, by anybody. By whom is never kept, and not told.
package struct CameraUse: Sensor {
    let roots: SystemRoots

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package func sample(at moment: Moment) -> Bool? { isInUse() }
}
