// swift-tools-version: 6.2
import PackageDescription

/// What every target is built with: warnings are errors, imports say what they offer, async code stays where it was called.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "herd",
    platforms: [.macOS(.v15)],
    targets: [
        // decide
        module("Dialects"),

        // touch
        .systemLibrary(name: "CSystem"),
        module("HTTPEngine", ["CSystem"]),
        module("Configuration"),
        module("Telemetry"),

        // assemble
        module("Router", ["HTTPEngine", "Telemetry"]),
        program("herd", ["Configuration", "HTTPEngine", "Router", "Telemetry"]),
        module("TestSupport", ["HTTPEngine"]),

        // benchmarks
        .executableTarget(
            name: "json-bench",
            dependencies: ["Dialects"],
            path: "Benchmarks/JSON",
            swiftSettings: strict
        ),

        // tests
        tests("Dialects", ["Dialects"]),
        tests("HTTPEngine", ["HTTPEngine", "TestSupport"]),
        tests("Configuration", ["Configuration"]),
        tests("Telemetry", ["Telemetry"]),
        tests("Router", ["HTTPEngine", "Router", "Telemetry", "TestSupport"]),
        tests("Herd", ["herd", "Configuration"]),
        tests("Tidy", []),
    ]
)
