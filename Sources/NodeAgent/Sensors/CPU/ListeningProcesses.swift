/// Which processes listen on the inference servers' ports: they, with their children, are ours.
///
/// Looking through all processes costs milliseconds: ask when a server was found or its process has gone, not at each
/// beat. Processes of other users are seen by root only.
package enum ListeningProcesses {
    package static func ids(onPorts ports: Set<Int>, roots: SystemRoots = .machine) -> [Int32] {
        ports.isEmpty ? [] : find(ports, roots: roots).sorted()
    }
}
