"""Which client can be served by which backend, and what a backend's dialect has no words for."""

import os

DIALECTS = ("ollama", "openai", "anthropic")

#: The address of a real server, when the cases run over one instead.
REAL = os.environ.get("REAL_SERVER")
BACKENDS = ("real",) if REAL else (*DIALECTS, "service")

#: What OpenAI's own service has and few others do. Cases that need none of it are not repeated over one.
SERVICES = {"responses", "media"}

#: What Herd cannot do yet, and between which client and backend. The cases that need it are expected to fail there; who makes
#: it work takes the line out. What a case needs stands at it, as a mark.
NOT_YET = {}

#: What a backend that speaks only this cannot be asked for. Cases that need it are left out there.
LACKS = {
    "ollama": {"tool_choice", "refusing_overlong", "media"},
    "openai": {"media"},
    "anthropic": {"embeddings", "completions", "json_object", "media"},
    "service": {"translation"},
    # What a model says is its own, and what responses a server gives, and what it minds; and one server has one model.
    "real": {"script", "responses", "media", "strictness"} | (set() if "REAL_EMBEDDER" in os.environ else {"embeddings"}),
}
