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

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

func bench(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Benchmarks/\(name)", swiftSettings: strict)
}

let package = Package(
    name: "herd",
    platforms: [.macOS(.v15)],
    targets: [
        // touch
        .systemLibrary(name: "CSystem"),
        module("HTTPEngine", ["CSystem"]),

        // decide
        module("Routing", ["Fleet", "Learning"]),
        module("Simulation", ["Fleet", "Learning", "Routing"]),

        // learn
        module("Learning", ["Fleet"]),

        // name
        module("Fleet"),

        // measure
        bench("simulate", ["Simulation"]),
        bench("bench-routing", ["Fleet", "Learning", "Routing", "Simulation"]),
        bench("bench-decision", ["Fleet", "Routing"]),

        // tests
        tests("Fleet", ["Fleet"]),
        tests("Simulation", ["Fleet", "Routing", "Simulation"]),
        tests("Routing", ["Fleet", "Learning", "Routing"]),
        tests("Learning", ["Fleet", "Learning"]),
        tests("HTTPEngine", ["HTTPEngine"]),
    ]
)
