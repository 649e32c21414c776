import Testing

@testable import Discovery

@Suite struct AvahiLibraryTests {
    @Test func `a library that is not there, or is another one, is none`() {
        #expect(AvahiLibrary(named: "libherd-has-no-such-library.so.9") == nil)
        // The program itself, which has none of its functions.
        #expect(AvahiLibrary(named: "libc.so.6") == nil)
    }
}
