import Dialects
import Testing

@testable import herd

/// What `herd nodes`, `herd models` and `herd status` make of the router's pages.
@Suite struct FleetLineTests {
    private func nodes(_ text: String = SampleFleet.nodes) throws -> JSONValue { try SampleFleet.json(text) }

    @Test func `nodes are a table, and below it stands what people should know of them`() throws {
        let view = try #require(NodesView(try nodes()))
        #expect(
            view.text(width: nil) == """
                node       state      backend        kind          from      running  waiting  tokens/s  waited  load  heat     memory  busy              free  in memory
                at?[2Jtic  silent     10.0.0.9:1     -             added           -        -         -       -     -  -        -       -                    -
                laptop     paused     -              -             -               -        -         -       -  80 %  serious  normal  screen sharing       -
                mini       held       10.0.0.6:8000  vllm          added           1        3         -       -     -  -        -       -                    -  qwen3:32b
                old        not ready  10.0.0.7:8080  llama-server  settings      0/2        -         -       -     -  -        -       -                    -  +1 on disk
                studio     online     ollama         ollama        agent         2/4        -        48   0.3 s  12 %  nominal  normal  no              8.2 GB  llama3:8b +2 on disk

                  at?[2Jtic, 10.0.0.9:1: 10.0.0.9:1: connection refused
                  laptop: busy: screen sharing; heat: serious
                  mini, 10.0.0.6:8000: held by the operator (herd nodes resume)
                  old, 10.0.0.7:8080: still loading

                """
        )
    }

    @Test func `models are a table of where they are`() throws {
        let view = try #require(ModelsView(try nodes()))
        #expect(
            view.text(width: nil) == """
                model                size  context  running  in memory  on disk  out of reach
                llama3:8b          6.1 GB     8192        2  studio     -        old
                nomic-embed-text   270 MB        -        0  -          studio   -
                qwen3:32b         20.0 GB    32768        1  mini       studio   -

                """
        )
    }

    @Test func `the status is a few lines, and what is not well`() throws {
        let view = try #require(StatusView(try SampleFleet.json(SampleFleet.status)))
        let lines = try #require(FleetLine.lines(try nodes()))
        #expect(
            view.text(router: "http://127.0.0.1:11435", lines, width: nil).joined(separator: "\n") == """
                Herd 0.1.0 at http://127.0.0.1:11435, up 3 h 12 min

                nodes     1 held, 1 paused, 2 online
                backends  1 serving, 3 not
                models    3, of which 1 in memory
                requests  3 running, 2 waiting; so far: 1,204 completed, 3 failed, 12 refused, 1 cancelled

                !  at?[2Jtic  10.0.0.9:1     10.0.0.9:1: connection refused
                !  laptop     -              busy: screen sharing; heat: serious
                !  mini       10.0.0.6:8000  held by the operator (herd nodes resume)
                !  old        10.0.0.7:8080  still loading
                """
        )
    }

    @Test(arguments: [20, 40, 80, 200])
    func `nothing that is said is wider than the terminal, and no word is lost`(width: Int) throws {
        let page = try nodes()
        let lines = try #require(FleetLine.lines(page))
        let status = try #require(StatusView(try SampleFleet.json(SampleFleet.status)))
        let said = status.text(router: "http://127.0.0.1:11435", lines, width: width)
        let nodes = try #require(NodesView(page)).text(width: width).split(separator: "\n")
        let models = try #require(ModelsView(page)).text(width: width).split(separator: "\n")
        let widest = (said.map(\.count) + (nodes + models).map(\.count)).max() ?? 0
        #expect(widest <= width)
        let words = said.joined(separator: " ").split(separator: " ")
        #expect(width < 40 || words.suffix(2) == ["still", "loading"])
    }

    @Test func `an empty fleet says how to fill it`() throws {
        let empty = try nodes(SampleFleet.empty)
        #expect(try #require(NodesView(empty)).text(width: 80).contains("herd nodes add http://HOST:PORT"))
        #expect(try #require(ModelsView(empty)).text(width: 80).contains("herd nodes shows"))
    }

    @Test(arguments: ["{}", "[]", "7", #"{"nodes":{}}"#])
    func `what is no such page is not shown`(text: String) throws {
        let page = try SampleFleet.json(text)
        #expect(FleetLine.lines(page) == nil && StatusView(page) == nil)
    }

    @Test func `a silent server of a node that is offline is not shown as online`() throws {
        let page =
            #"{"nodes":[{"node":"a","state":"offline","heard_ago":75.2,"backends":[{"backend":"b","reachable":false}]}]}"#
        let line = try #require(FleetLine.lines(try nodes(page))?.first)
        #expect(line.state == "offline" && line.note == "it does not answer; not heard of for 1 min 15 s")
    }
}
