package import Fleet

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

package struct DiskReading: Equatable, Sendable {
    package var total: ByteCount
    /// What a program without special rights can still write.
    package var free: ByteCount
}

/// The room for models. A network share that does not answer keeps the asker waiting: sample on a thread that may wait.
package struct DiskSpace: Sensor {
    let folder: String

    /// The folder where the models lie; where it does not exist yet, give the one above it.
    package init(folder: String) {
        self.folder = folder
    }

    package func sample(at moment: Moment) -> DiskReading? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        let (whole, wholeOverflow) = UInt64(status.f_blocks).multipliedReportingOverflow(by: unit)
        let (rest, restOverflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: unit)
        guard !wholeOverflow, !restOverflow, let total = Plausible.bytes(unsigned: whole),
            let free = Plausible.bytes(unsigned: rest), total > .zero, free <= total
        else { return nil }
        return DiskReading(total: total, free: free)
    }
}
