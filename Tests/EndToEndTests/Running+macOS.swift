#if os(macOS)
    extension Running {
        var figures: (descriptors: Int, kilobytes: Int)? { nil }
    }
#endif
