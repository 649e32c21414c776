#if os(Linux)
    extension MicrophoneUse {
        private static let cardsMax = 32

        /// The kernel tells of each recording stream whether it runs, to everybody. PipeWire and PulseAudio keep a card's stream
        /// open only while somebody records, and a few seconds after. Bluetooth microphones do not pass here.
        func isInUse() -> Bool? {
            guard let names = SystemFile.names(in: "\(roots.proc)/asound") else {
                // Without a sound card there is no folder; in some containers there are cards and no folder.
                let classes = SystemFile.names(in: "\(roots.sys)/class")
                return classes.map { $0.contains("sound") } == false ? false : nil
            }
            let cards = names.filter { $0.hasPrefix("card") && $0.dropFirst(4).allSatisfy(\.isNumber) && $0.count > 4 }
            return cards.prefix(Self.cardsMax).contains { isRecording("\(roots.proc)/asound/\($0)") }
        }

        /// Of `pcm0p` and `pcm0c` the latter captures.
        private func isRecording(_ card: String) -> Bool {
            let streams = SystemFile.names(in: card, withPrefix: "pcm").filter { $0.hasSuffix("c") }.prefix(16)
            return streams.contains { stream in
                SystemFile.names(in: "\(card)/\(stream)", withPrefix: "sub").prefix(16).contains { part in
                    let status = SystemFile.text("\(card)/\(stream)/\(part)/status", max: 512)
                    return status?.hasPrefix("state: RUNNING") == true
                }
            }
        }
    }
#endif
