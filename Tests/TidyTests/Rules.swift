/// The rules of the house that the compiler does not know, each a function from a file to what is wrong with it.
enum Rules {
    /// Where tasks may begin without a parent: what only tests use.
    static let taskFolders = ["Sources/TestSupport/", "Tests/"]
    /// One each: the spawn of the loop, and the program's bridge from its main thread.
    static let taskFiles = ["Sources/HTTPEngine/Loop/EventLoop.swift", "Sources/Console/Waiting.swift"]

    static func imports(_ file: SourceFile) -> [Violation] {
        guard let module = file.module else { return [] }
        guard let line = ModuleTable.lines[module] else {
            return [file.violation(1, "the module \(module) is not in ModuleTable")]
        }
        let allowed = line.imports.union(line.system)
        return file.imports.filter { !allowed.contains($0.module) }.map {
            file.violation($0.line, "\(module) may not import \($0.module)")
        }
    }

    static func purity(_ file: SourceFile) -> [Violation] {
        guard let module = file.module, ModuleTable.deciding.contains(module) else { return [] }
        let words = [
            "async", "await", "Task", "actor", "ContinuousClock", "SuspendingClock", "clock_gettime", "TimeSource",
            "SystemTime", "SystemRandomNumberGenerator", "randomElement()", "shuffled()",
        ]
        let uses = words.flatMap { word in
            file.lines(withWord: word).map { file.violation($0, "\(module) decides: no \(word)") }
        }
        let chance = file.codeLines.enumerated().filter {
            Word.occurs("random", in: $1) && !Word.occurs("using", in: $1)
        }
        return uses + chance.map { file.violation($0.offset + 1, "\(module) decides: chance comes in as a generator") }
    }

    static func tasks(_ file: SourceFile) -> [Violation] {
        guard !taskFolders.contains(where: file.path.hasPrefix) else { return [] }
        let begun = file.codeLines.enumerated().filter { beginsTask($1) }
        return begun.dropFirst(taskFiles.contains(file.path) ? 1 : 0).map {
            file.violation($0.offset + 1, "a task without a parent: use a group, or the loop's spawn")
        }
    }

    static func forbiddenWords(_ file: SourceFile) -> [Violation] {
        ["public", "try!", "fatalError"].flatMap { word in
            file.lines(withWord: word).map { file.violation($0, "no \(word) here") }
        }
    }

    static func unfinished(_ file: SourceFile) -> [Violation] {
        guard file.module != nil else { return [] }
        return file.rawLines.enumerated().flatMap { index, line in
            ["TODO", "FIXME", "XXX"].filter { Word.occurs($0, in: line) }.map {
                file.violation(index + 1, "\($0): do it, or file an issue")
            }
        }
    }

    /// A promise that the compiler cannot check needs its proof within three lines.
    static func promises(_ file: SourceFile) -> [Violation] {
        let raw = file.rawLines
        return file.codeLines.enumerated().filter {
            $1.contains("@unchecked Sendable") || $1.contains("nonisolated(unsafe)")
        }
        .filter { index, _ in
            !raw[max(0, index - 3)...min(raw.count - 1, index + 3)].contains { $0.contains("//") }
        }
        .map { file.violation($0.offset + 1, "an unchecked promise without its proof beside it") }
    }

    /// `Type` declares it, `Type+Text` extends it, `Type+Linux` declares, extends or conforms to it. Tests may be functions without
    /// a type around them.
    static func fileName(_ file: SourceFile) -> [Violation] {
        guard file.module != nil else { return [] }
        let parts = file.baseName.split(separator: "+", maxSplits: 1).map(String.init)
        guard let type = parts.first else { return [] }
        let isPlatform = parts.last == "Linux" || parts.last == "macOS"
        let isExtension = parts.count > 1 && !isPlatform
        let declaring = ["struct", "class", "enum", "actor", "protocol", "typealias"]
        let kinds = (isExtension ? [] : declaring) + (parts.count > 1 ? ["extension"] : [])
        let isNamed = file.codeLines.contains { line in
            kinds.contains { kind in
                Word.rests(after: kind, in: line).contains { rest in
                    isPlatform ? Word.occurs(type, in: String(rest)) : declaredName(rest) == type
                }
            }
        }
        return isNamed
            ? [] : [file.violation(1, "named after \(type), which it does not \(isExtension ? "extend" : "declare")")]
    }

    /// The last part of `Outer.Inner<T>: P`.
    private static func declaredName(_ rest: Substring) -> String? {
        let name = rest.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        return name.split(separator: ".").last.map(String.init)
    }

    /// What one platform alone has stays in a file that says so.
    static func platform(_ file: SourceFile) -> [Violation] {
        let platforms = [("Linux", linuxWords), ("macOS", macWords)]
        return platforms.flatMap { name, words -> [Violation] in
            if file.baseName.hasSuffix("+\(name)") {
                let isGuarded = file.codeLines.contains { $0.contains("#if os(\(name))") }
                return isGuarded ? [] : [file.violation(1, "a file for \(name) is wrapped in #if os(\(name))")]
            }
            guard file.path.hasPrefix("Sources/") else { return [] }
            return file.uncommentedLines.enumerated().flatMap { index, line in
                words.filter { Word.occurs($0, in: line) }.map {
                    file.violation(index + 1, "\($0) belongs in a file +\(name)")
                }
            }
        }
    }

    /// A `+Linux` without its `+macOS` would not build there.
    static func platformPairs(_ files: [SourceFile]) -> [Violation] {
        let paths = Set(files.map(\.path))
        return files.flatMap { file in
            [("+Linux.swift", "+macOS.swift"), ("+macOS.swift", "+Linux.swift")].compactMap {
                ours,
                theirs -> Violation? in
                guard file.path.hasSuffix(ours) else { return nil }
                let other = file.path.dropLast(ours.count) + theirs
                return paths.contains(String(other)) ? nil : file.violation(1, "has no \(theirs.dropLast(6)) beside it")
            }
        }
    }

    static func shebang(_ file: SourceFile) -> [Violation] {
        file.rawLines.first?.hasPrefix("#!/") == true ? [] : [file.violation(1, "a script begins with #!")]
    }

    private static let linuxWords = [
        "epoll_create1", "epoll_wait", "epoll_ctl", "epoll_event", "eventfd", "accept4", "timerfd_create", "signalfd",
        "/proc/",
        "/sys/",
    ]
    private static let macWords = ["kqueue", "kevent", "EV_SET", "proc_pidinfo", "sysctlbyname", "mach_task_self_"]

    private static func beginsTask(_ line: String) -> Bool {
        Word.rests(after: "Task", in: line).contains { rest in
            let next = rest.drop { $0 == " " }
            return next.hasPrefix("{") || next.hasPrefix("(") || next.hasPrefix(".detached")
                || next.hasPrefix(".immediate")
                || (next.hasPrefix("<") && next.contains(">{") || next.contains("> {"))
        }
    }
}
