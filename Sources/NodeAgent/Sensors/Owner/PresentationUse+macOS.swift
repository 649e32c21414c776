#if os(macOS)
    import Foundation
    import IOKit.pwr_mgt

    extension PresentationUse {
        /// The system adds up what programs ask for, without saying which: whether any keeps the display awake.
        func isOnScreen() -> Bool? {
            var answer: Unmanaged<CFDictionary>?
            guard IOPMCopyAssertionsStatus(&answer) == kIOReturnSuccess,
                let levels = answer?.takeRetainedValue() as? [String: Int]
            else { return nil }
            return (levels[kIOPMAssertPreventUserIdleDisplaySleep] ?? 0) > 0
        }
    }
#endif
