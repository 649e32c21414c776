/// Who may import whom: the table of Docs/Architecture as data. A module imports only from lines below its own.
///
/// A new module starts with a line here.
enum ModuleTable {
    struct Line {
        var imports: Set<String> = []
        var system: Set<String> = []
    }

    /// These decide: values in, verdicts out. No clock, no chance, no waiting, no system.
    static let deciding: Set<String> = ["Fleet", "Learning", "Routing", "Health", "Dialects"]

    private static let libc: Set<String> = ["Glibc", "Darwin", "Synchronization"]
    private static let touching: Set<String> = [
        "HTTPEngine", "Discovery", "Configuration", "Dashboard", "Telemetry", "Console",
    ]
    private static let below = deciding.union(touching).union(["Probing", "Storage", "CSystem"])
    private static let jsonCoding: Set<String> = ["Foundation", "FoundationEssentials"]
    private static let anySystem = libc.union(["Foundation", "Dispatch"])

    static let lines: [String: Line] = [
        "Fleet": Line(),
        "Learning": Line(imports: ["Fleet"]),
        "Routing": Line(imports: ["Fleet", "Learning"]),
        "Health": Line(imports: ["Fleet", "Learning"]),
        "Dialects": Line(imports: ["Fleet"]),

        "CSystem": Line(),
        "CCurl": Line(),
        "HTTPEngine": Line(imports: ["CCurl", "CSystem"], system: libc),
        "Discovery": Line(imports: ["Fleet", "CSystem"], system: libc),
        "Configuration": Line(system: libc),
        "Telemetry": Line(imports: ["Fleet"], system: libc),
        "Console": Line(imports: ["HTTPEngine"], system: anySystem),
        "Dashboard": Line(),

        "Probing": Line(imports: ["Fleet", "Dialects", "HTTPEngine"]),
        "Storage": Line(
            imports: ["Fleet", "Learning", "Configuration", "Telemetry", "CSQLite"],
            system: libc.union(jsonCoding)
        ),
        "CSQLite": Line(),

        "Practice": Line(imports: ["Dialects", "HTTPEngine", "Telemetry"], system: libc),
        "Simulation": Line(imports: deciding),
        "NodeAgent": Line(
            imports: [
                "Fleet", "Learning", "Dialects", "HTTPEngine", "Discovery", "Configuration", "Telemetry", "Probing",
                "Storage",
                "CSystem",
            ],
            system: anySystem.union(["CoreAudio", "CoreMediaIO", "IOKit"])
        ),
        "Router": Line(imports: below, system: anySystem),
        "TestSupport": Line(
            imports: ["Fleet", "Dialects", "HTTPEngine", "Practice", "Telemetry", "CSystem"],
            system: anySystem
        ),

        "herd": Line(imports: below.union(["Practice", "Router"]), system: anySystem),
        "herd-node": Line(imports: below.union(["NodeAgent"]), system: anySystem),
    ]
}
