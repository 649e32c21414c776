#if os(Linux)
    import Glibc
    import TestSupport

    extension Running {
        /// Open descriptors and resident memory of the program.
        var figures: (descriptors: Int, kilobytes: Int)? { program.figures }
    }

    extension RunningProgram {
        /// Open descriptors and resident memory.
        var figures: (descriptors: Int, kilobytes: Int)? {
            guard let folder = opendir("/proc/\(id)/fd") else { return nil }
            var descriptors = 0
            while readdir(folder) != nil { descriptors += 1 }
            closedir(folder)
            guard let file = fopen("/proc/\(id)/statm", "r") else { return nil }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 256)
            guard fgets(&line, 256, file) != nil else { return nil }
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
            return (descriptors, pages * 4)
        }

        /// It has loaded a library with that in its name.
        func hasLoaded(_ library: String) -> Bool {
            guard let file = fopen("/proc/\(id)/maps", "r") else { return false }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 4096)
            while fgets(&line, 4096, file) != nil {
                if strstr(line, library) != nil { return true }
            }
            return false
        }
    }
#endif
