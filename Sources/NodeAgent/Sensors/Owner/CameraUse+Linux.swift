#if os(Linux)
    extension CameraUse {
        private static let nodesMax = 64

        /// A camera is in use while somebody has its node open. Who it might be costs much to find out, so it is asked only if
        /// the driver has any of its nodes open.
        func isInUse() -> Bool? {
            guard let classes = SystemFile.names(in: "\(roots.sys)/class") else { return nil }
            guard classes.contains("video4linux") else { return false }
            let nodes = SystemFile.names(in: "\(roots.sys)/class/video4linux", withPrefix: "video")
            let awake = nodes.prefix(Self.nodesMax).filter { isCapture($0) && !isAtRest($0) }
            if awake.isEmpty { return false }
            let holders = OpenFiles(roots: roots, prefix: "/dev/video").holders(of: Set(awake.map { "/dev/\($0)" }))
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

        /// Nobody uses the driver, or it has switched the device off, as those of USB cameras do when nobody has them open.
        private func isAtRest(_ node: String) -> Bool {
            let device = "\(roots.sys)/class/video4linux/\(node)/device"
            return SystemFile.number("\(device)/driver/module/refcnt") == 0
                || SystemFile.text("\(device)/power/runtime_status", max: 64) == "suspended"
        }
    }
#endif
