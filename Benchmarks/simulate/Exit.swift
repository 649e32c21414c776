#if canImport(Darwin)
    private import Darwin
#else
    private import Glibc
#endif

func leave(_ status: Int32) -> Never { exit(status) }
