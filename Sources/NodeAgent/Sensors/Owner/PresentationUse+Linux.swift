#if os(Linux)
    extension PresentationUse {
        private static let inhibitorsMax = 256

        /// Programs that show something ask the session's manager not to take an unused keyboard for an absent owner, and it
        /// notes what they asked for. Where it keeps no notes, nothing is known.
        func isOnScreen() -> Bool? {
            let folder = "\(roots.run)/systemd/inhibit"
            guard let names = SystemFile.names(in: folder) else { return nil }
            return names.prefix(Self.inhibitorsMax).contains { name in
                guard let note = SystemFile.text("\(folder)/\(name)", max: 4096) else { return false }
                return Self.keepsAwake(note)
            }
        }

        private static func keepsAwake(_ note: String) -> Bool {
            var (isAboutIdleness, isFirm) = (false, false)
            for line in note.split(separator: "\n") {
                if line.hasPrefix("WHAT=") {
                    isAboutIdleness = line.dropFirst(5).split(separator: ":").contains("idle")
                }
                if line == "MODE=block" { isFirm = true }
            }
            return isAboutIdleness && isFirm
        }
    }
#endif
