#if os(Linux)
    /// Avahi, as far as it is installed.
    package typealias SystemDirectory = AvahiDirectory
#endif
