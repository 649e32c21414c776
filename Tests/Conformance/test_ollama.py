"""The `ollama` package in front of Herd."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import ollama
import pytest

from support import samples
from support.samples import EMBEDDER, HELLO, MODEL, OPENING


@pytest.fixture
def client(stand):
    return ollama.Client(host=stand.url, timeout=10)


def user(text):
    return [{"role": "user", "content": text}]


def tools():
    return [
        {"type": "function", "function": {"name": name, "description": what, "parameters": schema}}
        for name, (what, schema) in samples.TOOLS.items()
    ]


def words(parts):
    return "".join(part.message.content or "" for part in parts)


# Chat


def test_a_chat_is_answered(client):
    answer = client.chat(MODEL, user(HELLO), options={"temperature": 0.5, "seed": 7})
    assert answer.message.role == "assistant" and answer.message.content.startswith(OPENING)
    assert answer.model.startswith(MODEL) and answer.created_at
    assert answer.done and answer.done_reason == "stop"
    assert answer.prompt_eval_count > 0 and answer.eval_count > 10


def test_a_stream_says_what_the_answer_in_one_piece_says(client):
    parts = list(client.chat(MODEL, user(HELLO), stream=True))
    whole = client.chat(MODEL, user(HELLO))
    assert len(parts) > 10 and words(parts) == whole.message.content
    assert [part.done for part in parts] == [False] * (len(parts) - 1) + [True]
    assert parts[-1].done_reason == "stop" and parts[-1].eval_count == whole.eval_count


def test_an_answer_ends_at_its_limit(client):
    answer = client.chat(MODEL, user(HELLO), options={"num_predict": 5})
    assert answer.done_reason == "length" and answer.eval_count == 5


def test_a_prompt_is_answered(client):
    whole = client.generate(MODEL, HELLO)
    assert whole.response.startswith(OPENING) and whole.done_reason == "stop"
    parts = list(client.generate(MODEL, HELLO, stream=True))
    assert "".join(part.response for part in parts) == whole.response and parts[-1].done


def test_a_model_is_loaded_by_asking_it_nothing(client):
    assert client.generate(MODEL, "", keep_alive="5m").done_reason == "load"


def test_thirty_chats_at_one_time_get_each_their_own_answer(client):
    def ask(number):
        return words(client.chat(MODEL, user(f"Number {number}"), stream=True, options={"num_predict": 40}))

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(ask, range(30)))
    assert all(answer.startswith(OPENING) for answer in answers)
    assert answers[:3] == [ask(number) for number in range(3)]


def test_async_clients_are_served(stand):
    async def ask():
        client = ollama.AsyncClient(host=stand.url)
        whole = await client.chat(MODEL, user(HELLO))
        parts = [part async for part in await client.chat(MODEL, user(HELLO), stream=True)]
        return whole.message.content, words(parts)

    whole, streamed = asyncio.run(ask())
    assert whole == streamed


# Tools


@pytest.mark.needs("script")
def test_a_tool_is_called_with_its_arguments(client):
    answer = client.chat(MODEL, user(samples.ONE_TOOL), tools=tools())
    [call] = answer.message.tool_calls
    assert call.function.name == "get_weather" and call.function.arguments == {"city": "Zürich", "days": 3}


@pytest.mark.needs("script")
def test_several_tools_are_called_at_once(client):
    answer = client.chat(MODEL, user(samples.TWO_TOOLS), tools=tools())
    assert [call.function.name for call in answer.message.tool_calls] == ["get_weather", "get_time"]


@pytest.mark.needs("script")
def test_streamed_calls_are_whole_each(client):
    parts = list(client.chat(MODEL, user(samples.TWO_TOOLS), tools=tools(), stream=True))
    calls = [call.function for part in parts for call in part.message.tool_calls or []]
    assert [call.name for call in calls] == ["get_weather", "get_time"]
    assert [call.arguments for call in calls] == [{"city": "Bern", "days": 1}, {"zone": "Europe/Zurich"}]
    assert parts[-1].done and not parts[-1].message.tool_calls


@pytest.mark.needs("script")
def test_what_a_tool_gave_back_is_taken_up(client):
    asked = user(samples.ONE_TOOL)
    first = client.chat(MODEL, asked, tools=tools()).message
    result = {"role": "tool", "tool_name": "get_weather", "content": "snow, -3 °C"}
    answer = client.chat(MODEL, [*asked, first, result], tools=tools())
    assert "A tool gave back: snow, -3 °C" in answer.message.content


# Form and senses


@pytest.mark.needs("script")
def test_an_answer_keeps_to_its_schema(client):
    answer = client.chat(MODEL, user(HELLO), format=samples.CITY)
    wanted = {"name": "practice name", "inhabitants": 10, "tags": ["practice tags"]}
    assert json.loads(answer.message.content) == wanted


@pytest.mark.needs("json_object", "script")
def test_an_answer_is_an_object_where_one_is_wanted(client):
    assert isinstance(json.loads(client.chat(MODEL, user(HELLO), format="json").message.content), dict)


@pytest.mark.needs("script")
def test_a_picture_reaches_the_model_whole(client, stand):
    message = {"role": "user", "content": "What is this?", "images": [samples.PICTURE]}
    answer = client.chat(MODEL, [message])
    assert samples.SEEN in answer.message.content
    assert samples.PICTURE_TEXT in stand.fake.inferences[-1]["body"]


@pytest.mark.needs("script")
def test_thoughts_are_kept_apart_from_the_answer(client):
    whole = client.chat(MODEL, user(HELLO), think=True).message
    assert whole.thinking.startswith("The question is") and whole.content.startswith(OPENING)
    parts = list(client.chat(MODEL, user(HELLO), think=True, stream=True))
    assert "".join(part.message.thinking or "" for part in parts) == whole.thinking
    assert words(parts) == whole.content
    assert not client.chat(MODEL, user(HELLO), think=False).message.thinking


# Other endpoints


@pytest.mark.needs("embeddings")
def test_embeddings_come_one_for_each_text_and_as_long_as_wanted(client):
    answer = client.embed(EMBEDDER, ["a cat", "a dog"])
    assert [len(vector) for vector in answer.embeddings] == [384, 384] and answer.prompt_eval_count > 0
    assert answer.embeddings[0] != answer.embeddings[1]
    assert len(client.embed(EMBEDDER, "a cat", dimensions=16).embeddings[0]) == 16


@pytest.mark.needs("embeddings")
def test_the_older_embeddings_are_the_same(client):
    old = client.embeddings(EMBEDDER, "a cat").embedding
    assert old == pytest.approx(client.embed(EMBEDDER, "a cat").embeddings[0], abs=1e-6)


@pytest.mark.awaits("lists")
def test_the_models_are_listed_and_each_can_be_looked_up(client):
    listed = [model.model for model in client.list().models]
    assert any(name.startswith(MODEL) for name in listed)
    assert client.show(listed[0]).details is not None
    with pytest.raises(ollama.ResponseError) as caught:
        client.show("nobody")
    assert caught.value.status_code == 404


@pytest.mark.awaits("lists")
def test_the_models_in_memory_are_listed(client):
    assert any(model.model.startswith(MODEL) for model in client.ps().models)


# What goes wrong


@pytest.mark.parametrize("is_streamed", [False, True])
def test_a_model_that_nobody_has_is_not_found(client, stand, is_streamed):
    with pytest.raises(ollama.ResponseError) as caught:
        list(client.chat("nobody", user(HELLO), stream=is_streamed))
    assert caught.value.status_code == 404 and "nobody" in caught.value.error
    assert samples.tells_no_address(caught.value.error, stand)


@pytest.mark.parametrize("wrong", [{"messages": "hello"}, {"messages": 5}, {"think": 5}])
def test_a_wrong_request_is_refused_in_words(stand, wrong):
    # The package itself lets nothing wrong pass.
    answer = httpx.post(f"{stand.url}/api/chat", json={"model": MODEL, "messages": user(HELLO)} | wrong)
    assert answer.status_code == 400 and answer.json()["error"]


@pytest.mark.needs("refusing_overlong")
def test_too_long_a_prompt_is_refused(client):
    with pytest.raises(ollama.ResponseError) as caught:
        client.chat(MODEL, user(samples.OVERLONG))
    assert caught.value.status_code == 400


def test_a_client_that_loses_patience_is_noticed_by_the_backend(stand):
    stand.fake.misbehave("hang")
    with pytest.raises(httpx.TimeoutException):
        ollama.Client(host=stand.url, timeout=0.5).chat(MODEL, user(HELLO))
    stand.fake.wait_for_departure()


def test_a_cancelled_stream_is_cancelled_at_the_backend(client, stand):
    stand.fake.misbehave("endless=5ms")
    parts = client.chat(MODEL, user(HELLO), stream=True)
    for _, _ in zip(range(5), parts):
        pass
    parts.close()
    stand.fake.wait_for_departure()


def test_a_busy_backend_is_told_to_the_client(client, stand):
    # This package does not try again by itself.
    stand.fake.misbehave("status=503;retry-after=1")
    with pytest.raises(ollama.ResponseError) as caught:
        client.chat(MODEL, user(HELLO))
    assert caught.value.status_code == 503 and samples.tells_no_address(caught.value.error, stand)


@pytest.mark.parametrize("fault", ["close-after=5", "reset-after=5", "fail-after=5"])
def test_a_torn_stream_is_an_error(client, stand, fault):
    stand.fake.misbehave(fault)
    with pytest.raises((ollama.ResponseError, httpx.TransportError)) as caught:
        list(client.chat(MODEL, user(HELLO), stream=True))
    assert samples.tells_no_address(str(caught.value), stand)
