#if canImport(Darwin)
    private import Darwin
#else
    private import Glibc
#endif

func fatalExit() -> Never { exit(1) }
