/// Whether somebody keeps the screen from going dark: a presentation, a call, a film. Who does is neither read nor told.
package struct PresentationUse: Sensor {
    let roots: SystemRoots

    package init(roots: SystemRoots = .machine) {
        self.roots = roots
    }

    package func sample(at moment: Moment) -> Bool? { isOnScreen() }
}
