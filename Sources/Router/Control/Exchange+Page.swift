import Dialects
import HTTPEngine

/// How the router's own pages answer.
extension Exchange {
    func answer(_ object: JSONObject) async {
        await answer(200, object)
    }

    func answer(_ status: UInt16, _ object: JSONObject, fields: [AnswerField] = []) async {
        await respond(status, "application/json", JSONValue.object(object).encoded + Array("\n".utf8), fields: fields)
    }

    func complain(_ status: UInt16, _ text: String, fields: [AnswerField] = []) async {
        await answer(status, ["error": .string(text)], fields: fields)
    }

    /// False after it has said so to a client that asks in another way than this page is asked.
    func isAsked(by methods: PageMethods) async -> Bool {
        switch (methods, method) {
        case (.read, .get), (.read, .head), (.readOrPost, .get), (.readOrPost, .head), (.readOrPost, .post),
            (.post, .post), (.delete, .delete):
            return true
        default:
            let how =
                switch methods {
                case .read: "read with GET"
                case .readOrPost: "read with GET, and asked with POST"
                case .post: "asked with POST"
                case .delete: "asked with DELETE"
                }
            await complain(405, "This page is \(how)", fields: [AnswerField("Allow", methods.rawValue)])
            return false
        }
    }
}

/// How a page wants to be asked.
enum PageMethods: String {
    case read = "GET, HEAD"
    case readOrPost = "GET, HEAD, POST"
    case post = "POST"
    case delete = "DELETE"
}
