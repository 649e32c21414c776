import Fleet

/// How fast the memory of common cards is, by the makers' data sheets, for drivers that do not tell it.
///
/// Where one number stands for cards of several speeds, the slowest is given: a guess shall not promise too much, and the
/// first answers correct it anyway. NVIDIA's library tells bus and clock, so those need no table.
enum GPUBandwidth {
    static func amd(device: Int?, revision: Int?) -> BytesPerSecond? {
        switch (device, revision) {
        case (0x744c, 0xc8): .gigabytes(960)  // RX 7900 XTX
        case (0x744c, 0xcc): .gigabytes(800)  // RX 7900 XT
        case (0x744c, _): .gigabytes(576)  // RX 7900 GRE and others
        case (0x7448, _): .gigabytes(864)  // W7900
        case (0x745e, _): .gigabytes(576)  // W7800
        case (0x747e, 0xc8): .gigabytes(624)  // RX 7800 XT
        case (0x747e, _): .gigabytes(432)  // RX 7700 XT
        case (0x7480, _): .gigabytes(288)  // RX 7600
        case (0x7550, _), (0x7551, _): .gigabytes(640)  // RX 9070, R9700
        case (0x7590, _): .gigabytes(320)  // RX 9060 XT
        case (0x73bf, _): .gigabytes(512)  // RX 6800, 6900
        case (0x73df, _): .gigabytes(320)  // RX 6700
        case (0x73ff, _): .gigabytes(224)  // RX 6600
        case (0x67df, _): .gigabytes(224)  // RX 470 to 580
        case (0x687f, _): .gigabytes(410)  // Vega 56, 64
        case (0x66af, _), (0x66a1, _): .gigabytes(1024)  // Radeon VII, MI50
        case (0x738c, _): .gigabytes(1229)  // MI100
        case (0x740f, _): .gigabytes(1638)  // MI210
        case (0x740c, _), (0x7408, _): .gigabytes(1638)  // MI250, each half
        case (0x74a1, _): .gigabytes(5300)  // MI300X
        case (0x1586, _): .gigabytes(256)  // Strix Halo
        default: nil
        }
    }

    /// Only cards: what is in a processor has the machine's memory.
    static func intel(device: Int?) -> BytesPerSecond? {
        switch device {
        case 0x56a0: .gigabytes(512)  // A770
        case 0x56a1: .gigabytes(512)  // A750
        case 0x56a5: .gigabytes(186)  // A380
        case 0xe20b: .gigabytes(456)  // B580
        case 0xe20c: .gigabytes(380)  // B570
        default: nil
        }
    }
}
