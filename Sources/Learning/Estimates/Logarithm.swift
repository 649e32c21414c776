#if canImport(Darwin)
    private import Darwin
#else
    private import Glibc
#endif

extension Double {
    var logarithm: Double { log(self) }
    var exponential: Double { exp(self) }
}
