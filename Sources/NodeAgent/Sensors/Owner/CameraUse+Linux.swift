#if os(Linux)
    extension CameraUse {
        private static let nodesMax = 64

        /// A camera is in use while somebody has its node open. The drivers of USB cameras let the device sleep when nobody has,
        /// which answers without asking the processes.
        func isInUse() -> Bool? {
            guard let classes = SystemFile.names(in: "\(roots.sys)/class") else { return nil }
            guard classes.contains("video4linux") else { return false }
            let nodes = SystemFile.names(in: "\(roots.sys)/class/video4linux", withPrefix: "video")
            let awake = nodes.prefix(Self.nodesMax).filter { isCapture($0) && !isAsleep($0) }
            if awake.isEmpty { return false }
            let paths = Set(awake.map { "/dev/\($0)" })
            let holders = OpenFiles(roots: roots).holders(of: paths.contains)
            if !holders.processes.isEmpty { return true }
            return holders.isPartial ? nil : false
        }

        /// Decoders and a camera's node for metadata are no cameras. Udev has asked each what it can; without it, the first
        /// node of a USB device is the camera.
        private func isCapture(_ node: String) -> Bool {
            let folder = "\(roots.sys)/class/video4linux/\(node)"
            if let number = SystemFile.text("\(folder)/dev", max: 64),
                let facts = SystemFile.text("\(roots.run)/udev/data/c\(number)"),
                let line = facts.split(separator: "\n").first(where: { $0.hasPrefix("E:ID_V4L_CAPABILITIES=") })
            {
                return line.contains(":capture:")
            }
            let isUSB = SystemFile.target(of: folder)?.contains("/usb") == true
            return isUSB && SystemFile.number("\(folder)/index") == 0
        }

        private func isAsleep(_ node: String) -> Bool {
            let status = "\(roots.sys)/class/video4linux/\(node)/device/power/runtime_status"
            return SystemFile.text(status, max: 64) == "suspended"
        }
    }
#endif
