import Fleet

/// The memory of Apple's chips, which processors and graphics share.
enum AppleMemory {
    /// How much the graphics may use: the owner's limit in megabytes, if one is set. Otherwise what the system allows by
    /// itself: two thirds of up to 36 GB, three quarters of more.
    static func graphicsMax(of memory: Int, wiredLimit: Int?) -> Int? {
        guard memory > 0, memory <= 1 << 50 else { return nil }
        if let wiredLimit, wiredLimit > 0, wiredLimit <= memory >> 20 { return wiredLimit << 20 }
        return memory > 36 << 30 ? memory / 4 * 3 : memory / 3 * 2
    }

    /// By Apple's data sheets. Some chips of one name come in two speeds, told apart by the number of fast processors;
    /// where that does not help, the slower one is given.
    static func bandwidth(of chip: String, fastProcessors: Int?) -> BytesPerSecond? {
        let gigabytes: Double? =
            switch chip {
            case "Apple M1": 68
            case "Apple M1 Pro": 200
            case "Apple M1 Max": 400
            case "Apple M1 Ultra": 800
            case "Apple M2": 100
            case "Apple M2 Pro": 200
            case "Apple M2 Max": 400
            case "Apple M2 Ultra": 800
            case "Apple M3": 100
            case "Apple M3 Pro": 150
            case "Apple M3 Max": fastProcessors == 12 ? 400 : 300
            case "Apple M3 Ultra": 819
            case "Apple M4": 120
            case "Apple M4 Pro": 273
            case "Apple M4 Max": fastProcessors == 12 ? 546 : 410
            case "Apple M5": 153
            case "Apple M5 Pro": 307
            case "Apple M5 Max": 460
            default: nil
            }
        return gigabytes.map { .gigabytes($0) }
    }
}
