/// Why a request for inference cannot be placed, in words for who sent it. Never repeats what was in the body.
package enum RequestRefusal: Error, Equatable, Sendable {
    case noBody
    case notJSON(JSONFault)
    case modelMissing, modelMisspelt, modelRepeated, modelNotText, modelEmpty, modelTooLong
    case noForm, formMalformed, formModelLate
    case fallbacksMisspelt, fallbacksRepeated, fallbacksNotNames, fallbacksTooMany

    package var status: UInt16 {
        if case .notJSON(let fault) = self, fault.reason == .tooLarge { 413 } else { 400 }
    }

    package var text: String {
        switch self {
        case .noBody: "The request has no body: send a JSON object that names a \"model\""
        case .notJSON(let fault): Self.text(of: fault)
        case .modelMissing: "\"model\" is missing: name one of the models that are listed"
        case .modelMisspelt: "\"model\" is also written in another case: send it once, in lower case"
        case .modelRepeated: "\"model\" is there more than once: send it once"
        case .modelNotText: "\"model\" must be a string: the name of a model"
        case .modelEmpty: "\"model\" is empty: name one of the models that are listed"
        case .modelTooLong: "\"model\" is longer than a model's name may be"
        case .noForm: "This call takes a form: send multipart/form-data with a boundary, a file and a \"model\""
        case .formMalformed:
            "The form cannot be read: its parts must be divided as its boundary says, and be no more than a form has"
        case .formModelLate:
            "\"model\" is not among the first \(FormModel.lookAheadMax >> 20) MiB of the form: put it before the file"
        case .fallbacksMisspelt: "\"fallback_models\" is also written in another case: send it once, in lower case"
        case .fallbacksRepeated: "\"fallback_models\" is there more than once: send it once"
        case .fallbacksNotNames: "\"fallback_models\" must be a list of strings, each the name of a model"
        case .fallbacksTooMany: "\"fallback_models\" may list at most \(InferenceRequest.fallbacksMax) models"
        }
    }

    private static func text(of fault: JSONFault) -> String {
        switch fault.reason {
        case .truncated: "The request body ends at byte \(fault.offset), before its JSON does: send it whole"
        case .notAnObject: "The request body must be a JSON object, like {\"model\": …}"
        case .tooLarge, .tooDeep: "The request body cannot be read: \(fault)"
        default: "The request body is not valid JSON: \(fault)"
        }
    }
}
