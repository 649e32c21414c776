"""Which client can be served by which backend, and what a backend's dialect has no words for."""

DIALECTS = ("ollama", "openai", "anthropic")

#: Pairs of client and backend between which Herd does not translate yet. Their cases are expected to fail, and it is an
#: error when they all of a sudden do not: then the pair is to be taken out of here.
NOT_WOVEN = {
    (client, backend) for client in DIALECTS for backend in DIALECTS if client != backend
}

#: What a backend that speaks only this cannot be asked for. Cases that need it are left out there; that Herd refuses it in
#: clear words is a case of its own.
LACKS = {
    "ollama": {"tool_choice", "refusing_overlong", "count_tokens"},
    "openai": {"count_tokens"},
    "anthropic": {"embeddings", "completions", "json_object"},
}
