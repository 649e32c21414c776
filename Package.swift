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

/// For the data plane: a release build does not check at run time that nobody reads a property while it is being changed.
/// Tests do (Docs/Decisions/0002).
let fast = strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// For what decides: a release build optimises across the modules of this package. Without it every `Seconds + Seconds` of
/// another module is a call (Docs/Decisions/0021).
let whole =
    strict + [
        .unsafeFlags(
            [
                "-no-emit-module-separately-wmo", "-enable-library-evolution",
                "-Xfrontend", "-allow-non-resilient-access", "-Xfrontend", "-package-cmo",
            ],
            .when(configuration: .release)
        )
    ]

func module(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    settings: [SwiftSetting] = strict
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The deciding modules name no system library, so a program of theirs alone has to ask for the mathematics itself.
func bench(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: dependencies,
        path: "Benchmarks/\(name)",
        swiftSettings: strict,
        linkerSettings: [.linkedLibrary("m")]
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
    name: "herd",
    platforms: [.macOS(.v15)],
    targets: [
        // decide
        module("Dialects", ["Fleet"]),
        module("Routing", ["Fleet", "Learning"], settings: whole),

        // learn
        module("Learning", ["Fleet"], settings: whole),

        // name
        module("Fleet", settings: whole),

        // keep
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        module("Storage", ["CSQLite", "Configuration", "Fleet", "Learning", "Telemetry"]),

        // touch
        .systemLibrary(name: "CSystem"),
        .systemLibrary(name: "CCurl"),
        module("HTTPEngine", ["CCurl", "CSystem"], settings: fast),
        module("Discovery", ["HTTPEngine"]),
        module("Configuration"),
        module("Telemetry"),
        module("Console", ["HTTPEngine"]),

        // look
        module("Probing", ["Dialects", "Fleet", "HTTPEngine"]),

        // assemble
        module(
            "NodeAgent",
            ["Configuration", "Dialects", "Discovery", "Fleet", "HTTPEngine", "Probing", "Telemetry"]
        ),
        module("Practice", ["Dialects", "HTTPEngine", "Telemetry"]),
        module(
            "Router",
            [
                "Configuration", "Dialects", "Discovery", "Fleet", "HTTPEngine", "Learning", "Probing", "Routing",
                "Storage", "Telemetry",
            ],
            settings: fast
        ),
        program(
            "herd",
            [
                "Configuration", "Console", "Dialects", "Fleet", "HTTPEngine", "Practice", "Probing", "Router",
                "Routing",
                "Telemetry",
            ]
        ),
        program("herd-node", ["Configuration", "Console", "Fleet", "HTTPEngine", "NodeAgent", "Telemetry"]),
        module("TestSupport", ["Dialects", "HTTPEngine", "Practice", "Telemetry"]),
        module("Simulation", ["Fleet", "Learning", "Routing"]),

        // measure
        .executableTarget(
            name: "herd-bench-json",
            dependencies: ["Dialects", "Fleet"],
            path: "Benchmarks/JSON",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "herd-bench-parser",
            dependencies: ["HTTPEngine"],
            path: "Benchmarks/Parser",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "herd-bench-load",
            dependencies: ["HTTPEngine"],
            path: "Benchmarks/Load",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "herd-fuzz-parser",
            dependencies: ["HTTPEngine", "ParsingReference"],
            path: "Benchmarks/Fuzz",
            exclude: ["README.md", "run.sh"],
            swiftSettings: strict
        ),

        bench("simulate", ["Simulation"]),
        bench("bench-routing", ["Fleet", "Learning", "Routing", "Simulation"]),
        bench("bench-decision", ["Fleet", "Routing"]),
        bench("bench-sensors", ["Fleet", "NodeAgent"]),

        // tests
        .executableTarget(
            name: "fake-backend",
            dependencies: ["Practice", "TestSupport"],
            path: "Tests/Conformance/FakeBackend",
            swiftSettings: strict
        ),
        .target(
            name: "ParsingReference",
            dependencies: ["HTTPEngine"],
            path: "Tests/ParsingReference",
            resources: [.embedInCode("Corpus")],
            swiftSettings: strict
        ),
        tests("Fleet", ["Fleet"]),
        tests("Learning", ["Fleet", "Learning"]),
        tests("Routing", ["Fleet", "Learning", "Routing"]),
        tests("Simulation", ["Fleet", "Routing", "Simulation"]),
        .testTarget(
            name: "DialectsTests",
            dependencies: ["Dialects", "Fleet"],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
        tests("HTTPEngine", ["CCurl", "HTTPEngine", "ParsingReference", "TestSupport"]),
        tests("Practice", ["Dialects", "Practice", "Telemetry"]),
        tests("Discovery", ["Discovery", "HTTPEngine"]),
        tests("Configuration", ["Configuration", "TestSupport"]),
        tests("TestSupport", ["HTTPEngine", "Practice", "TestSupport"]),
        tests("Telemetry", ["Telemetry"]),
        tests("Probing", ["Fleet", "HTTPEngine", "Practice", "Probing", "TestSupport"]),
        tests("Storage", ["Fleet", "Learning", "Storage", "Telemetry", "TestSupport"]),
        tests(
            "Router",
            [
                "Configuration", "Dialects", "Fleet", "HTTPEngine", "Learning", "Practice", "Router", "Routing",
                "Storage", "Telemetry",
                "TestSupport",
            ]
        ),
        .testTarget(
            name: "NodeAgentTests",
            dependencies: [
                "Configuration", "Dialects", "Discovery", "Fleet", "HTTPEngine", "NodeAgent", "Probing", "Telemetry",
                "TestSupport",
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        tests(
            "Herd",
            [
                "herd", "Configuration", "Console", "Dialects", "Fleet", "HTTPEngine", "Router", "Routing", "Telemetry",
                "TestSupport",
            ]
        ),
        tests("HerdNode", ["herd-node", "Configuration", "Fleet", "HTTPEngine", "NodeAgent"]),
        tests(
            "EndToEnd",
            [
                "herd", "herd-node", "Dialects", "Fleet", "HTTPEngine", "Learning", "Practice", "Storage", "Telemetry",
                "TestSupport",
            ]
        ),
        tests("Tidy", []),
    ]
)
