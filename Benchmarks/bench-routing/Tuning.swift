enum Tuning { static let value = CommandLine.arguments.first { $0.hasPrefix("w=") }.flatMap { Double($0.dropFirst(2)) } }
