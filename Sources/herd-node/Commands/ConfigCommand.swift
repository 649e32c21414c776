import Configuration

/// `herd-node config`: every setting, its value and where it came from.
enum ConfigCommand {
    static func run(_ settings: Settings) -> Int32 {
        if settings[HerdNodeSettings.example] {
            print(ExampleFile(HerdNodeSettings.program).text, terminator: "")
            return 0
        }
        let report = SettingsReport(settings)
        print(settings[HerdNodeSettings.json] ? report.json : report.text, terminator: "")
        return 0
    }
}
