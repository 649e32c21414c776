/// Whether the owner has paused the machine. Without a file nobody has.
package struct OwnerPauseFile: Sensor {
    let path: String

    package init(path: String) {
        self.path = path
    }

    package func sample(at moment: Moment) -> Bool? {
        guard SystemFile.status(path) != nil else { return false }
        return !OwnerPause(text: SystemFile.text(path, max: 256) ?? "").isOver(at: moment.wall)
    }
}
