import Fleet

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The files by which the agent remembers who it is and is spoken to: `identity`, `router`, `hardware`, `pause`, `status.json`.
///
/// Small texts for the owner alone, written whole or not at all. Who holds the folder is told by `DataFolder`.
package struct AgentFolder: Sendable {
    package struct Unusable: Error, Equatable, Sendable, CustomStringConvertible {
        package let description: String
    }

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    package var pauseFile: String { "\(path)/pause" }
    package var statusFile: String { "\(path)/status.json" }

    /// Read, or made when there is none. A file that is there and cannot be understood is not replaced: a router may know its id.
    package func identity(using generator: inout some RandomNumberGenerator) throws(Unusable) -> NodeIdentity {
        let file = "\(path)/identity"
        guard SystemFile.status(file) != nil else {
            let new = NodeIdentity(using: &generator)
            if let code = write(new.text, to: file) { throw unusable("\(file) cannot be written", code) }
            return new
        }
        guard let text = SystemFile.text(file, max: 1024) else { throw unusable("\(file) cannot be read", errno) }
        guard let known = NodeIdentity(text: text) else {
            throw Unusable(
                description: "\(file) is not a node's identity: remove it, and this machine joins as a new node"
            )
        }
        // A copy that was restored with other rights is closed again.
        chmod(file, 0o600)
        return known
    }

    // MARK: The router that was joined last

    package var router: RememberedRouter? {
        SystemFile.text("\(path)/router", max: 1024).flatMap { RememberedRouter(text: $0) }
    }

    package func remember(_ router: RememberedRouter) {
        if self.router != router { _ = write(router.text, to: "\(path)/router") }
    }

    // MARK: What was measured of the hardware

    /// The bandwidth that was measured on a machine with this chip.
    func memoryBandwidth(of chip: String?) -> BytesPerSecond? {
        let lines = (SystemFile.text("\(path)/hardware", max: 1024) ?? "").split(whereSeparator: \.isNewline)
        guard lines.count == 2, lines[0] == chip ?? "unknown", let value = Double(lines[1]), value.isFinite, value > 0
        else { return nil }
        return BytesPerSecond(value)
    }

    func remember(memoryBandwidth: BytesPerSecond, of chip: String?) {
        _ = write("\(chip ?? "unknown")\n\(memoryBandwidth.value)\n", to: "\(path)/hardware")
    }

    // MARK: The owner's word, and how it is

    package func pause(_ pause: OwnerPause) throws(Unusable) {
        if let code = write(pause.text, to: pauseFile) { throw unusable("\(pauseFile) cannot be written", code) }
    }

    package func resume() throws(Unusable) {
        if unlink(pauseFile) != 0 && errno != ENOENT { throw unusable("\(pauseFile) cannot be removed", errno) }
    }

    package var status: String? { SystemFile.text(statusFile) }

    package func keep(status: String) {
        _ = write(status, to: statusFile)
    }

    package func removeStatus() {
        unlink(statusFile)
    }

    /// The whole text under its name at once; the system's reason where that cannot be.
    private func write(_ text: String, to file: String) -> Int32? {
        let draft = "\(file).new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        let bytes = Array(text.utf8)
        let isWritten = systemWrite(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        if !isWritten || rename(draft, file) != 0 {
            let reason = isWritten ? errno : code
            unlink(draft)
            return reason
        }
        return nil
    }

    private func unusable(_ what: String, _ code: Int32) -> Unusable {
        let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return Unusable(description: "\(what): \(reason): choose another folder with --data-dir")
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
