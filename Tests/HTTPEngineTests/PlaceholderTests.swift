import Testing

@testable import HTTPEngine

@Test func `the package builds`() { #expect(Bool(true)) }
