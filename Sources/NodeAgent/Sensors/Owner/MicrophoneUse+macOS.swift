#if os(macOS)
    import CoreAudio

    extension MicrophoneUse {
        private static let clientsMax = 512

        /// The system says of each of its audio clients whether it records. A device's own word would not do: a headset counts
        /// as running while it only plays. Which program a client belongs to is not asked.
        func isInUse() -> Bool? {
            var address = Self.address(kAudioHardwarePropertyProcessObjectList)
            var size: UInt32 = 0
            let system = AudioObjectID(kAudioObjectSystemObject)
            guard AudioObjectGetPropertyDataSize(system, &address, 0, nil, &size) == noErr else { return nil }
            let stride = MemoryLayout<AudioObjectID>.stride
            var clients = [AudioObjectID](repeating: 0, count: min(Int(size) / stride, Self.clientsMax))
            if clients.isEmpty { return false }
            size = UInt32(clients.count * stride)
            guard AudioObjectGetPropertyData(system, &address, 0, nil, &size, &clients) == noErr else { return nil }
            // A client that went away between the two questions does not record.
            return clients.prefix(Int(size) / stride).contains(where: isRecording)
        }

        private func isRecording(_ client: AudioObjectID) -> Bool {
            var address = Self.address(kAudioProcessPropertyIsRunningInput)
            var value: UInt32 = 0
            var size = UInt32(MemoryLayout<UInt32>.size)
            return AudioObjectGetPropertyData(client, &address, 0, nil, &size, &value) == noErr && value != 0
        }

        private static func address(_ selector: AudioObjectPropertySelector) -> AudioObjectPropertyAddress {
            AudioObjectPropertyAddress(
                mSelector: selector,
                mScope: kAudioObjectPropertyScopeGlobal,
                mElement: kAudioObjectPropertyElementMain
            )
        }
    }
#endif
