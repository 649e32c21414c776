import Configuration

/// `herd config`: every setting, its value and where it came from.
enum ConfigCommand {
    static func run(_ settings: Settings) -> Int32 {
        if settings[HerdSettings.example] {
            print(ExampleFile(HerdSettings.program).text, terminator: "")
            return 0
        }
        let report = SettingsReport(settings)
        print(settings[HerdSettings.json] ? report.json : report.text, terminator: "")
        return 0
    }
}
