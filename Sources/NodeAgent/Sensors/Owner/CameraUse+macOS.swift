#if os(macOS)
    import CoreMediaIO

    extension CameraUse {
        private static let camerasMax = 64

        /// The system says of each camera whether any program runs it; asking needs no permission and lights no lamp.
        func isInUse() -> Bool? {
            var address = Self.address(kCMIOHardwarePropertyDevices)
            var size: UInt32 = 0
            let system = CMIOObjectID(kCMIOObjectSystemObject)
            guard CMIOObjectGetPropertyDataSize(system, &address, 0, nil, &size) == 0 else { return nil }
            let stride = MemoryLayout<CMIOObjectID>.stride
            var cameras = [CMIOObjectID](repeating: 0, count: min(Int(size) / stride, Self.camerasMax))
            if cameras.isEmpty { return false }
            var used: UInt32 = 0
            let room = UInt32(cameras.count * stride)
            guard CMIOObjectGetPropertyData(system, &address, 0, nil, room, &used, &cameras) == 0 else { return nil }
            let answers = cameras.prefix(Int(used) / stride).map(isRunning)
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        }

        private func isRunning(_ camera: CMIOObjectID) -> Bool? {
            var address = Self.address(kCMIODevicePropertyDeviceIsRunningSomewhere)
            var value: UInt32 = 0
            var used: UInt32 = 0
            let size = UInt32(MemoryLayout<UInt32>.size)
            guard CMIOObjectGetPropertyData(camera, &address, 0, nil, size, &used, &value) == 0 else { return nil }
            return value != 0
        }

        private static func address(_ selector: Int) -> CMIOObjectPropertyAddress {
            CMIOObjectPropertyAddress(
                mSelector: CMIOObjectPropertySelector(selector),
                mScope: CMIOObjectPropertyScope(kCMIOObjectPropertyScopeGlobal),
                mElement: CMIOObjectPropertyElement(kCMIOObjectPropertyElementMain)
            )
        }
    }
#endif
