"""The `openai` package in front of Herd."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import openai
import pytest
from pydantic import BaseModel

from support import samples
from support.samples import EMBEDDER, HELLO, MODEL, OPENING


@pytest.fixture
def client(stand):
    with openai.OpenAI(base_url=f"{stand.url}/v1", api_key="unused", max_retries=0, timeout=10) as client:
        yield client


def user(text):
    return [{"role": "user", "content": text}]


def tools():
    return [
        {"type": "function", "function": {"name": name, "description": what, "parameters": schema}}
        for name, (what, schema) in samples.TOOLS.items()
    ]


def stream(client, text=HELLO, **how):
    return client.chat.completions.create(model=MODEL, messages=user(text), stream=True, **how)


def words(chunks):
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


# Chat


def test_a_chat_is_answered(client):
    answer = client.chat.completions.create(model=MODEL, messages=user(HELLO), temperature=0.5, seed=7)
    assert answer.object == "chat.completion" and answer.id and answer.created
    assert answer.model.startswith(MODEL)
    choice = answer.choices[0]
    assert choice.message.role == "assistant" and choice.message.content.startswith(OPENING)
    assert choice.finish_reason == "stop" and choice.message.tool_calls is None
    usage = answer.usage
    assert usage.prompt_tokens > 0 and usage.completion_tokens > 10
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_a_stream_says_what_the_answer_in_one_piece_says(client):
    chunks = list(stream(client))
    whole = client.chat.completions.create(model=MODEL, messages=user(HELLO))
    assert words(chunks) == whole.choices[0].message.content
    assert len(chunks) > 10 and len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"


def test_a_stream_tells_its_usage_where_that_was_asked_for(client):
    chunks = list(stream(client, stream_options={"include_usage": True}))
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens > 10
    assert [chunk for chunk in chunks[:-1] if chunk.usage] == []
    assert [chunk for chunk in stream(client) if chunk.usage] == []


@pytest.mark.parametrize("limit", ["max_tokens", "max_completion_tokens"])
def test_an_answer_ends_at_its_limit(client, limit):
    answer = client.chat.completions.create(model=MODEL, messages=user(HELLO), **{limit: 5})
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 5


def test_thirty_chats_at_one_time_get_each_their_own_answer(client):
    def ask(number):
        return words(stream(client, f"Number {number}", max_tokens=40))

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(ask, range(30)))
    assert all(answer.startswith(OPENING) for answer in answers)
    assert answers[:3] == [ask(number) for number in range(3)]


def test_async_clients_are_served(stand):
    async def ask():
        async with openai.AsyncOpenAI(base_url=f"{stand.url}/v1", api_key="unused", max_retries=0) as client:
            whole = client.chat.completions.create(model=MODEL, messages=user(HELLO))
            pieces = client.chat.completions.create(model=MODEL, messages=user(HELLO), stream=True)
            whole, pieces = await asyncio.gather(whole, pieces)
            return whole.choices[0].message.content, words([chunk async for chunk in pieces])

    whole, streamed = asyncio.run(ask())
    assert whole == streamed


# Tools


@pytest.mark.needs("script")
def test_a_tool_is_called_with_its_arguments(client):
    answer = client.chat.completions.create(model=MODEL, messages=user(samples.ONE_TOOL), tools=tools())
    choice = answer.choices[0]
    assert choice.finish_reason == "tool_calls"
    [call] = choice.message.tool_calls
    assert call.id and call.type == "function" and call.function.name == "get_weather"
    assert json.loads(call.function.arguments) == {"city": "Zürich", "days": 3}


@pytest.mark.needs("script")
def test_several_tools_are_called_at_once(client):
    answer = client.chat.completions.create(model=MODEL, messages=user(samples.TWO_TOOLS), tools=tools())
    calls = answer.choices[0].message.tool_calls
    assert [call.function.name for call in calls] == ["get_weather", "get_time"]
    assert len({call.id for call in calls}) == 2


@pytest.mark.needs("script")
def test_streamed_arguments_are_put_together(client):
    calls = {}
    finish = None
    for chunk in stream(client, samples.TWO_TOOLS, tools=tools()):
        for piece in chunk.choices[0].delta.tool_calls or []:
            call = calls.setdefault(piece.index, {"name": "", "arguments": "", "id": ""})
            call["id"] += piece.id or ""
            call["name"] += piece.function.name or ""
            call["arguments"] += piece.function.arguments or ""
        finish = chunk.choices[0].finish_reason or finish
    assert finish == "tool_calls" and sorted(calls) == [0, 1] and all(call["id"] for call in calls.values())
    assert json.loads(calls[0]["arguments"]) == {"city": "Bern", "days": 1}
    assert calls[1]["name"] == "get_time" and json.loads(calls[1]["arguments"]) == {"zone": "Europe/Zurich"}


@pytest.mark.needs("script")
def test_what_a_tool_gave_back_is_taken_up(client):
    asked = user(samples.ONE_TOOL)
    first = client.chat.completions.create(model=MODEL, messages=asked, tools=tools()).choices[0].message
    result = {"role": "tool", "tool_call_id": first.tool_calls[0].id, "content": "snow, -3 °C"}
    messages = [*asked, first.model_dump(exclude_none=True), result]
    answer = client.chat.completions.create(model=MODEL, messages=messages, tools=tools())
    assert "A tool gave back: snow, -3 °C" in answer.choices[0].message.content


@pytest.mark.needs("tool_choice", "script")
def test_the_choice_of_a_tool_is_kept_to(client):
    def called(choice, **how):
        message = user(HELLO if choice != "none" else samples.ONE_TOOL)
        answer = client.chat.completions.create(
            model=MODEL, messages=message, tools=tools(), tool_choice=choice, **how
        )
        return [call.function.name for call in answer.choices[0].message.tool_calls or []]

    assert called("none") == [] and called("required") == ["get_weather"]
    assert called({"type": "function", "function": {"name": "get_time"}}) == ["get_time"]


@pytest.mark.needs("tool_choice", "script")
def test_no_two_tools_are_called_where_only_one_is_wanted(client):
    answer = client.chat.completions.create(
        model=MODEL, messages=user(samples.TWO_TOOLS), tools=tools(), parallel_tool_calls=False
    )
    assert len(answer.choices[0].message.tool_calls) == 1


# Form and senses


class City(BaseModel):
    name: str
    inhabitants: int
    tags: list[str]


@pytest.mark.needs("script")
def test_an_answer_keeps_to_its_schema(client):
    answer = client.chat.completions.parse(model=MODEL, messages=user(HELLO), response_format=City)
    assert answer.choices[0].message.parsed == City(name="practice name", inhabitants=1, tags=["practice tags"])


@pytest.mark.needs("json_object", "script")
def test_an_answer_is_an_object_where_one_is_wanted(client):
    answer = client.chat.completions.create(
        model=MODEL, messages=user(HELLO), response_format={"type": "json_object"}
    )
    assert isinstance(json.loads(answer.choices[0].message.content), dict)


def seeing(url):
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}]
    return [{"role": "user", "content": parts}]


@pytest.mark.needs("script")
def test_a_picture_reaches_the_model_whole(client, stand):
    messages = seeing(f"data:image/png;base64,{samples.PICTURE_TEXT}")
    answer = client.chat.completions.create(model=MODEL, messages=messages)
    assert samples.SEEN in answer.choices[0].message.content
    assert samples.PICTURE_TEXT in stand.fake.inferences[-1]["body"]


@pytest.mark.needs("script")
def test_a_picture_that_would_have_to_be_fetched_is_refused(client):
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model=MODEL, messages=seeing("http://example.com/a.png"))


def reasoning(message):
    """It has no name of its own in this dialect: servers call it one or the other."""
    extra = message.model_extra or {}
    return extra.get("reasoning_content") or extra.get("reasoning") or ""


@pytest.mark.needs("script")
def test_thoughts_are_kept_apart_from_the_answer(client):
    asked = {"model": MODEL, "messages": user(HELLO), "reasoning_effort": "low"}
    message = client.chat.completions.create(**asked).choices[0].message
    assert reasoning(message).startswith("The question is") and message.content.startswith(OPENING)
    deltas = [chunk.choices[0].delta for chunk in client.chat.completions.create(**asked, stream=True)]
    assert "".join(map(reasoning, deltas)) == reasoning(message)
    assert "".join(delta.content or "" for delta in deltas) == message.content


# Other endpoints


@pytest.mark.needs("embeddings")
def test_embeddings_are_the_same_as_numbers_and_as_base64(client):
    # The package asks for base64 when nothing is said.
    texts = ["a cat", "a dog"]
    packed = client.embeddings.create(model=EMBEDDER, input=texts)
    plain = client.embeddings.create(model=EMBEDDER, input=texts, encoding_format="float")
    assert [entry.index for entry in packed.data] == [0, 1] and packed.usage.prompt_tokens > 0
    for one, other in zip(packed.data, plain.data):
        assert len(one.embedding) == 384 and one.embedding == pytest.approx(other.embedding, abs=1e-6)
    assert packed.data[0].embedding != packed.data[1].embedding


@pytest.mark.needs("embeddings")
def test_embeddings_are_as_long_as_wanted(client):
    answer = client.embeddings.create(model=EMBEDDER, input="a cat", dimensions=16)
    assert len(answer.data[0].embedding) == 16


@pytest.mark.awaits("lists")
def test_the_models_are_listed_and_each_can_be_looked_up(client):
    names = [model.id for model in client.models.list()]
    assert any(name.startswith(MODEL) for name in names)
    assert client.models.retrieve(names[0]).id == names[0]
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("nobody")


@pytest.mark.needs("completions")
def test_a_text_is_completed(client):
    whole = client.completions.create(model=MODEL, prompt="Once upon a time", max_tokens=20)
    assert whole.choices[0].text.startswith(OPENING[:20]) and whole.choices[0].finish_reason == "length"
    chunks = client.completions.create(model=MODEL, prompt="Once upon a time", max_tokens=20, stream=True)
    assert "".join(chunk.choices[0].text for chunk in chunks if chunk.choices) == whole.choices[0].text


# What goes wrong


def test_a_model_that_nobody_has_is_not_found(client, stand):
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="nobody", messages=user(HELLO))
    assert "nobody" in caught.value.body["message"] and samples.tells_no_address(str(caught.value), stand)


@pytest.mark.parametrize("wrong", [{"messages": []}, {"messages": "hello"}, {"tools": [{"type": "function"}]}])
def test_a_wrong_request_is_refused_in_words(client, wrong):
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(**{"model": MODEL, "messages": user(HELLO)} | wrong)
    assert caught.value.body["message"]


@pytest.mark.needs("refusing_overlong")
def test_too_long_a_prompt_is_refused(client):
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model=MODEL, messages=user(samples.OVERLONG))
    assert "context" in str(caught.value) or "too long" in str(caught.value)


def test_a_client_that_loses_patience_is_noticed_by_the_backend(client, stand):
    stand.fake.misbehave("hang")
    with pytest.raises(openai.APITimeoutError):
        client.with_options(timeout=0.5).chat.completions.create(model=MODEL, messages=user(HELLO))
    stand.fake.wait_for_departure()


def test_a_cancelled_stream_is_cancelled_at_the_backend(client, stand):
    stand.fake.misbehave("endless=5ms")
    chunks = stream(client)
    for _, _ in zip(range(5), chunks):
        pass
    chunks.close()
    stand.fake.wait_for_departure()


def test_the_client_tries_again_when_it_is_told_to_come_back(client, stand):
    stand.fake.misbehave("status=429;retry-after=1")
    answer = client.with_options(max_retries=2).chat.completions.create(model=MODEL, messages=user(HELLO))
    assert answer.choices[0].message.content.startswith(OPENING)
    assert len(stand.fake.inferences) == 2


def test_a_busy_backend_is_tried_again(client, stand):
    stand.fake.misbehave("status=503;retry-after=1")
    answer = client.with_options(max_retries=2).chat.completions.create(model=MODEL, messages=user(HELLO))
    assert answer.choices[0].message.content.startswith(OPENING)


@pytest.mark.parametrize("fault", ["close-after=5", "reset-after=5", "fail-after=5"])
def test_a_torn_stream_is_an_error(client, stand, fault):
    stand.fake.misbehave(fault)
    chunks = stream(client)
    assert next(chunks)
    with pytest.raises((openai.APIError, httpx.TransportError)) as caught:
        list(chunks)
    assert samples.tells_no_address(str(caught.value), stand)
