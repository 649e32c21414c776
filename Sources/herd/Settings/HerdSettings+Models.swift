import Configuration
import Routing

/// What names of models mean.
extension HerdSettings {
    static let alias = Setting(
        list: "alias",
        .modelAlias,
        shown: "none",
        example: "gpt-4o = qwen3:32b, llama3.3",
        group: "Models",
        check: { aliases in
            do throws(AliasFault) {
                _ = try ModelAliases(aliases)
                return nil
            } catch {
                return Misfit(index: error.index, error.reason)
            }
        },
        help:
            "What a model's name stands for, as NAME=MODEL[,MODEL]: the first that the fleet has. It goes before a model of "
            + "the same name. A * in the name fits any letters (claude-*=qwen3:32b) but no name that the fleet has a model for."
    )
    static let defaultModel = Setting(
        "default-model",
        .modelName,
        default: "",
        shown: "none",
        example: "llama3.2:3b",
        group: "Models",
        help: "The model, or the alias, of requests that name none; without one they are answered 400."
    )

    static let modelManagement = Setting(
        "model-management",
        .bool,
        default: true,
        group: "Models",
        help:
            "Whether clients may have Ollamas pull, push, create, copy and delete models and take files for them; "
            + "--model-management=off answers them 403."
    )

    static func aliases(_ settings: Settings) -> ModelAliases {
        do throws(AliasFault) {
            return try ModelAliases(settings[alias])
        } catch {
            preconditionFailure("the aliases were checked when they were read")
        }
    }
}
