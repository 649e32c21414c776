import Testing

@testable import Configuration

@Suite struct LayersTests {
    @Test func `without anything the defaults are in effect`() throws {
        let settings = try Sample.settings()
        #expect(settings[Sample.port] == 4000)
        #expect(settings[Sample.hosts] == [])
        #expect(settings[Sample.wait] == .seconds(90))
        #expect(settings[Sample.folder] == "/home/me/.local/state/sample")
        #expect(settings[Sample.config] == "")
        #expect(settings.origin(of: Sample.port) == .standard)
    }

    @Test func `each layer goes before the one below it and is named as the origin`() throws {
        let files = [Sample.file: "# first\nport = 1\n"]
        let environment = ["SAMPLE_PORT": "2"]
        let file = try Sample.settings(files: files)
        #expect(file[Sample.port] == 1)
        #expect(file.origin(of: Sample.port) == .file(path: Sample.file, line: 2))
        let variable = try Sample.settings(environment: environment, files: files)
        #expect(variable[Sample.port] == 2)
        #expect(variable.origin(of: Sample.port) == .environment(variable: "SAMPLE_PORT"))
        let flag = try Sample.settings(["--port", "3"], environment: environment, files: files)
        #expect(flag[Sample.port] == 3)
        #expect(flag.origin(of: Sample.port) == .flag(name: "port"))
    }

    @Test func `a setting comes from its own layer whatever the others come from`() throws {
        let settings = try Sample.settings(
            ["--tries=5"],
            environment: ["SAMPLE_WAIT_TIME": "2s"],
            files: [Sample.file: "size-max = 1k\ncolour = \"blue\""]
        )
        #expect(settings[Sample.tries] == 5)
        #expect(settings[Sample.wait] == .seconds(2))
        #expect(settings[Sample.size] == 1024)
        #expect(settings[Sample.colour] == .blue)
        #expect(settings[Sample.port] == 4000)
    }

    @Test func `a list is repeated in the file and among the flags, and has commas in a variable`() throws {
        let files = [Sample.file: "host = a\nport = 1\nhost = b\n"]
        #expect(try Sample.settings(files: files)[Sample.hosts] == ["a", "b"])
        let environment = ["SAMPLE_HOST": "c, d,e"]
        #expect(try Sample.settings(environment: environment, files: files)[Sample.hosts] == ["c", "d", "e"])
        let flags = ["--host", "f", "--host=::1"]
        #expect(try Sample.settings(flags, environment: environment, files: files)[Sample.hosts] == ["f", "::1"])
    }

    @Test func `an empty list of a higher layer takes the lower one away`() throws {
        let settings = try Sample.settings(environment: ["SAMPLE_HOST": ""], files: [Sample.file: "host = a\n"])
        #expect(settings[Sample.hosts] == [])
        #expect(settings.origin(of: Sample.hosts) == .environment(variable: "SAMPLE_HOST"))
    }

    @Test func `of the standard files the first that exists is read, and no other`() throws {
        let both = [Sample.file: "port = 1\n", "/etc/sample/sample.conf": "port = 2\ntries = 7\n"]
        let settings = try Sample.settings(files: both)
        #expect(settings[Sample.port] == 1)
        #expect(settings[Sample.tries] == 3)
        #expect(settings[Sample.config] == Sample.file)
        #expect(try Sample.settings(files: ["/etc/sample/sample.conf": "port = 2"])[Sample.port] == 2)
    }

    @Test func `a named file is read instead of the standard ones`() throws {
        let files = [Sample.file: "port = 1\n", "/a": "port = 2\n", "/home/me/b": "port = 3\n"]
        #expect(try Sample.settings(environment: ["SAMPLE_CONFIG": "/a"], files: files)[Sample.port] == 2)
        let settings = try Sample.settings(["--config", "~/b"], environment: ["SAMPLE_CONFIG": "/a"], files: files)
        #expect(settings[Sample.port] == 3)
        #expect(settings[Sample.config] == "/home/me/b")
    }

    @Test func `a named file that is not there is an error, a standard one is not`() {
        #expect(Sample.complaints(["--config", "/a"]) == [#"--config: there is no file "/a""#])
        #expect(Sample.complaints(environment: ["SAMPLE_CONFIG": "/b"]) == [#"SAMPLE_CONFIG: there is no file "/b""#])
        #expect(Sample.complaints(["--config", ""]) == ["--config: expects a path, not nothing"])
        #expect(Sample.complaints() == [])
    }

    @Test func `a file that exists and cannot be read is an error`() throws {
        let error = #expect(throws: SettingsError.self) {
            try Sample.program.read([], in: Sample.surroundings) { _ throws(FileFailure) in
                throw FileFailure(reason: "Permission denied")
            }
        }
        #expect(error?.description == "sample: \(Sample.file): cannot be read: Permission denied")
        #expect(error?.exitCode == 78)
    }

    @Test func `standard places follow the platform and its variables`() {
        let files = { (surroundings: Surroundings) in surroundings.configurationFiles(folder: "herd", file: "herd.conf")
        }
        let mac = Surroundings(platform: .macOS, home: "/Users/me")
        #expect(files(mac) == ["/Users/me/Library/Application Support/Herd/herd.conf"])
        #expect(mac.stateFolder("herd") == "/Users/me/Library/Application Support/Herd")
        let set = Surroundings(
            platform: .linux,
            environment: ["XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "relative"],
            home: "/h"
        )
        #expect(files(set) == ["/c/herd/herd.conf", "/etc/herd/herd.conf"])
        #expect(set.stateFolder("herd") == "/h/.local/state/herd")
        let homeless = Surroundings(platform: .linux)
        #expect(files(homeless) == ["/etc/herd/herd.conf"])
        #expect(homeless.stateFolder("herd") == "/var/lib/herd")
    }
}
