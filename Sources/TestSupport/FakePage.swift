import Dialects
import Practice

/// What a `FakeBackend` tells at `/fake`, for tests that are programs of their own, and what can be told to it there.
///
/// - `GET`: what it has seen.
/// - `POST`: misbehaviours, a line each, for the next requests one after the other.
/// - `DELETE`: forgets both.
struct FakePage {
    static let path = "/fake"

    let status: Int
    let body: [UInt8]

    init(_ method: String, _ body: [UInt8], at desk: FakeDesk) {
        do throws(MisbehaviourError) {
            switch method {
            case "POST": desk.script.next += try Self.misbehaviours(body)
            case "DELETE":
                desk.script.next = []
                desk.forget()
            default: break
            }
            status = 200
            self.body = Self.report(desk.figures)
        } catch {
            status = 400
            self.body = Array("\(error)\n".utf8)
        }
    }

    var bytes: [UInt8] {
        Array("HTTP/1.1 \(status) Fake\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
            + body
    }

    private static func misbehaviours(_ body: [UInt8]) throws(MisbehaviourError) -> [Misbehaviour] {
        var list: [Misbehaviour] = []
        for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
            list.append(try Misbehaviour(String(line)))
        }
        return list
    }

    private static func report(_ figures: FakeFigures) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            for (key, count) in [
                ("answers", figures.answers), ("departures", figures.departures),
                ("connections", figures.connectionsOpen),
            ] {
                $0.key(key)
                $0.integer(count)
            }
            $0.key("requests")
            $0.array { for request in figures.requests { write(request, to: &$0) } }
        }
        return writer.bytes
    }

    private static func write(_ request: FakeFigures.Request, to writer: inout JSONWriter) {
        writer.object {
            for (key, text) in [
                ("method", request.method), ("target", request.target), ("head", request.head), ("body", request.text),
            ] {
                $0.key(key)
                $0.string(text)
            }
        }
    }
}
