/// In whose words a request was made: a dialect's, and OpenAI has two.
enum ChatWording: Equatable, Sendable {
    case ollama, openAI, responses, anthropic
}
