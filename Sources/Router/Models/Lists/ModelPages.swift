import Dialects
import Fleet
import HTTPEngine
import Telemetry

/// The lists of models, in the language of whoever asks.
struct ModelPages: Sendable {
    /// The version of Ollama whose interface this is: clients compare it with the one they need. In three plain numbers, because
    /// some of them cannot read more.
    static let ollamaVersion = "0.14.0"

    let desk: Desk
    let defaultModel: ModelName?
    let version: String

    static func shows(_ page: Route) -> Bool {
        switch page {
        case .apiTags, .apiPs, .apiVersion, .v1Models, .v1Model: true
        default: false
        }
    }

    func show(_ exchange: Exchange, _ page: Route) async {
        switch page {
        case .apiTags:
            let models = desk.modelList(default: defaultModel).models
            await exchange.answer(["models": .array(models.map { .object($0.ollamaEntry) })])
        case .apiPs:
            let models = desk.residentModels(at: SystemTime().wallTime)
            await exchange.answer(["models": .array(models.map { .object($0.model.entry($0)) })])
        case .apiVersion:
            await exchange.answer(["version": .string(Self.ollamaVersion), "herd": .string(version)])
        case .v1Model: await showOne(exchange)
        default: await showAll(exchange)
        }
    }

    private func showAll(_ exchange: Exchange) async {
        let models = desk.modelList(default: defaultModel).models
        guard exchange.isAnthropic else {
            await exchange.answer(["object": "list", "data": .array(models.map { .object($0.openAIEntry) })])
            return
        }
        do throws(PageQuery.Fault) {
            await exchange.answer(try AnthropicPage(of: models, PageQuery(exchange.request)).json)
        } catch {
            await Failure(400, error.text).send(to: exchange, in: .anthropic)
        }
    }

    private func showOne(_ exchange: Exchange) async {
        let asked = PageQuery(exchange.request).rest(after: "/v1/models/")
        guard let model = desk.modelList().model(asked: asked) else {
            await Failure(404, "model '\(asked)' not found").send(
                to: exchange,
                in: exchange.isAnthropic ? .anthropic : nil
            )
            return
        }
        await exchange.answer(exchange.isAnthropic ? model.anthropicEntry : model.openAIEntry)
    }
}

extension Exchange {
    /// Both services have these paths; the client's own field tells which it speaks.
    fileprivate var isAnthropic: Bool { request.value(named: "anthropic-version") != nil }
}
