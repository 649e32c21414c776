"""The `openai` package in front of Herd."""

import asyncio
import base64
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
    whole = client.completions.create(model=MODEL, prompt="Once upon a time", max_tokens=10)
    assert whole.choices[0].text.startswith(OPENING[:20]) and whole.choices[0].finish_reason == "length"
    chunks = client.completions.create(model=MODEL, prompt="Once upon a time", max_tokens=10, stream=True)
    assert "".join(chunk.choices[0].text for chunk in chunks if chunk.choices) == whole.choices[0].text


# Responses


def respond(client, text=HELLO, **how):
    return client.responses.create(model=MODEL, input=text, **how)


def functions():
    return [
        {"type": "function", "name": name, "description": what, "parameters": schema, "strict": False}
        for name, (what, schema) in samples.TOOLS.items()
    ]


@pytest.mark.needs("responses")
def test_a_response_is_given(client):
    answer = respond(client, instructions="Be brief.", temperature=0.5)
    assert answer.object == "response" and answer.status == "completed" and answer.id.startswith("resp_")
    assert answer.model.startswith(MODEL) and answer.output_text.startswith(OPENING)
    assert [item.type for item in answer.output] == ["message"]
    assert answer.error is None and answer.incomplete_details is None and answer.store is False
    assert answer.instructions == "Be brief." and answer.temperature == 0.5 and answer.tools == []
    usage = answer.usage
    assert usage.input_tokens > 0 and usage.total_tokens == usage.input_tokens + usage.output_tokens
    assert usage.input_tokens_details.cached_tokens >= 0 and usage.output_tokens_details.reasoning_tokens >= 0


@pytest.mark.needs("responses")
def test_the_events_of_a_response_are_in_their_order(client):
    events = list(respond(client, stream=True))
    kinds = [event.type.removeprefix("response.") for event in events]
    assert kinds[:4] == ["created", "in_progress", "output_item.added", "content_part.added"]
    assert set(kinds[4:-4]) == {"output_text.delta"} and len(kinds) > 18
    assert kinds[-4:] == ["output_text.done", "content_part.done", "output_item.done", "completed"]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    whole = respond(client)
    assert "".join(event.delta for event in events[4:-4]) == whole.output_text == events[-1].response.output_text
    assert events[-1].response.usage.output_tokens == whole.usage.output_tokens


@pytest.mark.needs("responses")
def test_the_package_puts_a_response_together(client):
    with client.responses.stream(model=MODEL, input=HELLO) as stream:
        for _ in stream:
            pass
        assert stream.get_final_response().output_text == respond(client).output_text


@pytest.mark.needs("responses")
def test_a_response_ends_at_its_limit(client):
    answer = respond(client, max_output_tokens=5)
    assert answer.status == "incomplete" and answer.incomplete_details.reason == "max_output_tokens"
    assert answer.usage.output_tokens == 5
    last = list(respond(client, max_output_tokens=5, stream=True))[-1]
    assert last.type == "response.incomplete" and last.response.output_text == answer.output_text


@pytest.mark.needs("responses", "script")
def test_a_response_calls_tools_and_takes_up_what_they_gave(client):
    first = respond(client, samples.TWO_TOOLS, tools=functions())
    calls = [item for item in first.output if item.type == "function_call"]
    assert [call.name for call in calls] == ["get_weather", "get_time"] and len({call.call_id for call in calls}) == 2
    assert json.loads(calls[0].arguments) == {"city": "Bern", "days": 1}
    results = [{"type": "function_call_output", "call_id": call.call_id, "output": "snow"} for call in calls]
    items = [*user(samples.TWO_TOOLS), *(item.model_dump(exclude_none=True) for item in first.output), *results]
    assert "A tool gave back: snow" in respond(client, items, tools=functions()).output_text


@pytest.mark.needs("responses", "script")
def test_streamed_calls_of_a_response_are_whole(client):
    events = list(respond(client, samples.TWO_TOOLS, tools=functions(), stream=True))
    pieces = {}
    for event in events:
        if event.type == "response.function_call_arguments.delta":
            pieces[event.item_id] = pieces.get(event.item_id, "") + event.delta
    done = {event.item_id: event.arguments for event in events if event.type.endswith("arguments.done")}
    assert pieces == done and len(done) == 2
    assert [item.arguments for item in events[-1].response.output if item.type == "function_call"] == [*done.values()]


@pytest.mark.needs("responses", "script")
def test_a_response_keeps_to_its_schema(client):
    answer = client.responses.parse(model=MODEL, input=HELLO, text_format=City)
    assert answer.output_parsed == City(name="practice name", inhabitants=1, tags=["practice tags"])


@pytest.mark.needs("responses", "script")
def test_a_response_keeps_thoughts_apart(client):
    answer = respond(client, reasoning={"effort": "low"})
    assert [item.type for item in answer.output] == ["reasoning", "message"]
    assert answer.output[0].summary[0].text.startswith("The question is") and answer.output_text.startswith(OPENING)
    events = list(respond(client, reasoning={"effort": "low"}, stream=True))
    thought = [event.delta for event in events if event.type == "response.reasoning_summary_text.delta"]
    assert "".join(thought) == answer.output[0].summary[0].text


@pytest.mark.needs("responses", "script")
def test_a_response_sees_a_picture(client):
    url = f"data:image/png;base64,{samples.PICTURE_TEXT}"
    parts = [{"type": "input_text", "text": "What is this?"}, {"type": "input_image", "image_url": url}]
    assert samples.SEEN in respond(client, [{"role": "user", "content": parts}]).output_text


@pytest.mark.needs("responses", "translation")
@pytest.mark.parametrize(
    "how",
    [{"previous_response_id": "resp_1"}, {"background": True}, {"tools": [{"type": "web_search"}]}],
)
def test_what_needs_state_or_foreign_tools_is_refused(client, how):
    with pytest.raises(openai.BadRequestError) as caught:
        respond(client, **how)
    assert "router" in caught.value.body["message"]


@pytest.mark.needs("responses")
def test_a_model_that_nobody_has_gives_no_response(client):
    with pytest.raises(openai.NotFoundError):
        client.responses.create(model="nobody", input=HELLO)


@pytest.mark.needs("responses")
@pytest.mark.parametrize("fault", ["close-after=5", "reset-after=5", "fail-after=5"])
def test_a_torn_response_is_an_error(client, stand, fault):
    # By then it is known that this server has to be asked for a chat.
    respond(client, max_output_tokens=1)
    stand.fake.misbehave(fault)
    events = []
    try:
        for event in respond(client, stream=True):
            events.append(event)
    except (openai.APIError, httpx.TransportError):
        pass
    else:
        # An error event is an end of its own, which the package hands on.
        assert events[-1].type == "error"
    assert not any(event.type == "response.completed" for event in events)
    if not events:
        # What comes with a reset may be lost with it: then the client was told that there is no answer.
        assert fault.startswith("reset")
        return
    last = events[-1]
    assert last.type in ("response.failed", "error")
    message = last.response.error.message if last.type == "response.failed" else last.message
    assert message and samples.tells_no_address(message, stand)


@pytest.mark.needs("responses")
def test_a_response_wrongly_asked_for_is_refused_in_words(client):
    with pytest.raises(openai.BadRequestError) as caught:
        respond(client, [])
    assert caught.value.body["message"]


# Sounds, pictures, documents

#: A file that begins like one, and holds what looks like the ends of a form's parts.
SOUND = b"RIFF" + b"\r\n--boundary\r\n\r\n" * 20_000
HEARD = f"The practice model heard {len(SOUND)} bytes."


# The package counts translations among what is past; its users still call them.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.needs("media")
@pytest.mark.parametrize("kind", ["transcriptions", "translations"])
def test_a_sound_is_heard_whole(client, stand, kind):
    answer = getattr(client.audio, kind).create(model=MODEL, file=("a.wav", SOUND))
    assert answer.text == HEARD
    [seen] = stand.fake.inferences
    assert seen["target"] == f"/v1/audio/{kind}" and 'name="model"' in seen["body"]
    plain = getattr(client.audio, kind).create(model=MODEL, file=("a.wav", SOUND), response_format="text")
    assert plain.strip() == HEARD


@pytest.mark.needs("media")
def test_a_sound_is_told_piece_by_piece(client):
    events = list(client.audio.transcriptions.create(model=MODEL, file=("a.wav", SOUND), stream=True))
    assert [event.type for event in events[-2:]] == ["transcript.text.delta", "transcript.text.done"]
    assert "".join(event.delta for event in events[:-1]) == events[-1].text == HEARD


@pytest.mark.needs("media")
def test_a_text_is_spoken(client):
    sound = client.audio.speech.create(model=MODEL, input="Hello", voice="alloy")
    assert sound.content.startswith(b"ID3") and sound.content.endswith(b"Hello")
    with client.audio.speech.with_streaming_response.create(model=MODEL, input="Hello", voice="alloy") as pieces:
        assert b"".join(pieces.iter_bytes()) == sound.content


@pytest.mark.needs("media")
def test_pictures_are_made_and_changed(client, stand):
    made = client.images.generate(model=MODEL, prompt="a cat", n=2)
    assert [base64.b64decode(picture.b64_json) for picture in made.data] == [b"A picture: a cat"] * 2
    changed = client.images.edit(model=MODEL, image=("a.png", samples.PICTURE), prompt="blue")
    text = base64.b64decode(changed.data[0].b64_json).decode()
    assert text == f"A picture, made of one of {len(samples.PICTURE)} bytes: blue"


def rerank(client, **how):
    return client.post("/rerank", cast_to=object, body={"model": MODEL, "query": "a cat"} | how)


@pytest.mark.needs("media")
def test_documents_are_put_in_order(client):
    answer = rerank(client, documents=["a dog", "a cat", "fish"], top_n=2)
    assert [result["index"] for result in answer["results"]] == [1, 0]


@pytest.mark.needs("media")
def test_media_that_cannot_be_had_are_errors_in_words(client, stand):
    with pytest.raises(openai.NotFoundError) as unknown:
        client.audio.transcriptions.create(model="nobody", file=("a.wav", SOUND))
    with pytest.raises(openai.BadRequestError) as wrong:
        rerank(client, documents=[])
    stand.fake.misbehave("drop=close")
    with pytest.raises(openai.InternalServerError) as torn:
        client.audio.transcriptions.create(model=MODEL, file=("a.wav", SOUND))
    for caught in (unknown, wrong, torn):
        assert caught.value.body["message"] and samples.tells_no_address(str(caught.value), stand)


def test_what_no_server_has_is_refused_with_who_would(client):
    with pytest.raises((openai.BadRequestError, openai.NotFoundError)) as caught:
        client.images.generate(model=MODEL, prompt="a cat")
    assert caught.value.body["message"]


# What goes wrong


def test_a_model_that_nobody_has_is_not_found(client, stand):
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="nobody", messages=user(HELLO))
    assert "nobody" in caught.value.body["message"] and samples.tells_no_address(str(caught.value), stand)


@pytest.mark.needs("strictness")
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
    with pytest.raises((openai.APIError, httpx.TransportError)) as caught:
        list(stream(client))
    assert samples.tells_no_address(str(caught.value), stand)
