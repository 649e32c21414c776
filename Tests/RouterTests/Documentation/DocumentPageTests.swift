import Dialects
import Testing

@testable import Router

@Suite struct DocumentPageTests {
    private static let prefixes = [
        "ollama.md": ["/api/"], "anthropic.md": ["/v1/messages", "/v1/models"], "openai.md": ["/v1/"],
    ]

    @Test(arguments: ["ollama.md", "openai.md", "anthropic.md"])
    func `every path on a page has a route, and stands there once`(page: String) throws {
        let paths = try DocumentPage(page).paths
        #expect(!paths.isEmpty && Set(paths).count == paths.count)
        for path in paths {
            let route = Route(documented: path)
            #expect(route != .other && (route.isCatchAll == path.hasSuffix("*")), "\(path)")
            let isAtHome = Self.prefixes[page]?.contains { path.hasPrefix($0) }
            #expect(isAtHome == true, "\(path)")
        }
    }

    @Test func `every route of a client's is on the page of its dialect`() throws {
        let ollama = Set(try DocumentPage("ollama.md").paths.map(Route.init(documented:)))
        let openAI = Set(try DocumentPage("openai.md").paths.map(Route.init(documented:)))
        let anthropic = Set(try DocumentPage("anthropic.md").paths.map(Route.init(documented:)))
        for route in Route.allCases {
            if route.label.hasPrefix("/api/") { #expect(ollama.contains(route), "\(route)") }
            if route.label.hasPrefix("/v1/messages") {
                #expect(anthropic.contains(route), "\(route)")
            } else if route.label.hasPrefix("/v1/") {
                #expect(openAI.contains(route), "\(route)")
            }
        }
    }

    @Test func `every call for inference is on a page`() throws {
        let paths = try ["ollama.md", "openai.md", "anthropic.md"].flatMap { try DocumentPage($0).paths }
        for path in paths where !path.hasSuffix("*") {
            // Whatever asks a model for something is said to be answered by a backend.
            #expect(InferenceCall(path: path) == nil || Route(documented: path).label == path, "\(path)")
        }
        let calls = Set(paths.compactMap { InferenceCall(path: $0)?.path.description })
        #expect(calls.count == 15, "\(calls.sorted())")
    }
}
