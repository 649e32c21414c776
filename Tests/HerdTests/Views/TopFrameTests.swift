import Dialects
import Testing

@testable import herd

/// The picture of `herd top`.
@Suite struct TopFrameTests {
    private func lines(
        _ width: Int,
        _ height: Int?,
        nodes: String = SampleFleet.nodes,
        after before: TopFrame.Before? = nil
    ) throws -> [String] {
        let frame = TopFrame(
            status: try SampleFleet.json(SampleFleet.status),
            nodes: try SampleFleet.json(nodes),
            queue: try SampleFleet.json(SampleFleet.queue),
            requests: try SampleFleet.json(SampleFleet.requests)
        )
        return try #require(frame).lines(router: "http://127.0.0.1:11435", width: width, height: height, after: before)
    }

    @Test func `a wide terminal shows all there is`() throws {
        let shown = try lines(200, 40, after: TopFrame.Before(total: 1210, ago: 4)).joined(separator: "\n")
        #expect(
            shown == """
                Herd 0.1.0 at http://127.0.0.1:11435, up 3 h 12 min
                3 running, 2 waiting; so far: 1,204 completed, 3 failed, 12 refused, 1 cancelled (2.50 a second)

                node       state      backend        kind          from      running  waiting  tokens/s  waited  load  heat     memory  busy              free  in memory
                at?[2Jtic  silent     10.0.0.9:1     -             added           -        -         -       -     -  -        -       -                    -
                  ! 10.0.0.9:1: connection refused
                laptop     paused     -              -             -               -        -         -       -  80 %  serious  normal  screen sharing       -
                  ! busy: screen sharing; heat: serious
                mini       held       10.0.0.6:8000  vllm          added           1        3         -       -     -  -        -       -                    -  qwen3:32b
                  ! held by the operator (herd nodes resume)
                old        not ready  10.0.0.7:8080  llama-server  settings      0/2        -         -       -     -  -        -       -                    -  +1 on disk
                  ! still loading
                studio     online     ollama         ollama        agent         2/4        -        48   0.3 s  12 %  nominal  normal  no              8.2 GB  llama3:8b +2 on disk

                waiting  model      priority            for  expected in
                      1  qwen3:32b  interactive       2.3 s        4.1 s
                      2  qwen3:32b  batch        1 min 15 s    1 min 1 s

                request     model                                                    state      status  node    waited  first token   took    in  out
                01J8ZQ3T9X  qwen3:32b                                                running         -  mini     1.2 s        2.5 s   30 s    90    -
                01J8ZQ3T9Y  llama3:8b                                                completed     200  studio   0.0 s        0.2 s  3.4 s  1250   96
                01J8ZQ3T9W  a-model-that-nobody-has-and-that-has-a-long-name:latest  refused       404  -        0.0 s            -  0.0 s    10    -
                """
        )
    }

    @Test func `eighty columns leave out what matters least`() throws {
        let shown = try lines(80, 24).joined(separator: "\n")
        #expect(
            shown == """
                Herd 0.1.0 at http://127.0.0.1:11435, up 3 h 12 min
                3 running, 2 waiting; so far: 1,204 completed, 3 failed, 12 refused, 1 cancelled

                node       state      running  tokens/s  waited  load  in memory
                at?[2Jtic  silent           -         -       -     -
                  ! 10.0.0.9:1: connection refused
                laptop     paused           -         -       -  80 %
                  ! busy: screen sharing; heat: serious
                mini       held             1         -       -     -  qwen3:32b
                  ! held by the operator (herd nodes resume)
                old        not ready      0/2         -       -     -  +1 on disk
                  ! still loading
                studio     online         2/4        48   0.3 s  12 %  llama3:8b +2 on disk

                waiting  model      priority            for  expected in
                      1  qwen3:32b  interactive       2.3 s        4.1 s
                      2  qwen3:32b  batch        1 min 15 s    1 min 1 s

                model           state      status  node    waited  first token   took    in  out
                qwen3:32b       running         -  mini     1.2 s        2.5 s   30 s    90    -
                llama3:8b       completed     200  studio   0.0 s        0.2 s  3.4 s  1250   96
                a-model-that-…  refused       404  -        0.0 s            -  0.0 s    10    -
                """
        )
    }

    @Test func `a low terminal keeps the servers and who waits`() throws {
        let shown = try lines(60, 12)
        #expect(shown.count <= 12)
        #expect(shown.contains { $0.hasPrefix("node ") } && shown.contains { $0.hasPrefix("waiting ") })
        #expect(!shown.contains { $0.hasPrefix("model ") } && shown.contains { $0.hasPrefix("… and ") })
    }

    @Test func `every picture fits its terminal`() throws {
        for width in stride(from: 10, through: 140, by: 7) {
            for height in stride(from: 2, through: 40, by: 3) {
                let shown = try lines(width, height)
                let widest = shown.map(\.count).max() ?? 0
                #expect(shown.count <= height && widest <= width, "\(width) by \(height)")
            }
        }
    }

    @Test func `without servers it says how to add one`() throws {
        #expect(try lines(80, 24, nodes: SampleFleet.empty).contains { $0.contains("herd nodes add") })
    }
}
