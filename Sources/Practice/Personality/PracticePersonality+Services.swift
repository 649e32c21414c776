/// Servers of which no more is known than the language they speak.
extension PracticePersonality {
    package static let openAI = Self(["/v1/models": list(["practice"], #""owned_by":"openai""#)])

    package static let anthropic = Self([
        "/v1/models": Page(
            #"{"data":[{"type":"model","id":"practice","display_name":"Practice","created_at":"2026-01-01T00:00:00Z"}],"#
                + #""has_more":false,"first_id":"practice","last_id":"practice"}"#
        )
    ])

    /// They want another key, and say so in the form of their language.
    package static let guardedOpenAI = Self([
        "/v1/models": Page(
            #"{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}"#,
            status: 401
        )
    ])

    package static let guardedAnthropic = Self([
        "/v1/models": Page(
            #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#,
            status: 401
        )
    ])
}
