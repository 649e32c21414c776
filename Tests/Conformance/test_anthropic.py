"""The `anthropic` package in front of Herd."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import anthropic
import httpx
import pytest
from pydantic import BaseModel

from support import samples
from support.samples import HELLO, MODEL, OPENING


@pytest.fixture
def client(stand):
    with anthropic.Anthropic(base_url=stand.url, api_key="unused", max_retries=0, timeout=10) as client:
        yield client


def asked(text=HELLO, **how):
    return {"model": MODEL, "max_tokens": 2000, "messages": [{"role": "user", "content": text}]} | how


def tools():
    return [
        {"name": name, "description": what, "input_schema": schema}
        for name, (what, schema) in samples.TOOLS.items()
    ]


def kinds(message):
    return [block.type for block in message.content]


# Chat


def test_a_message_is_answered(client):
    message = client.messages.create(**asked(system="Be brief.", stop_sequences=["never said"]))
    assert message.type == "message" and message.role == "assistant" and message.id
    assert message.model.startswith(MODEL)
    assert kinds(message) == ["text"] and message.content[0].text.startswith(OPENING)
    assert message.stop_reason == "end_turn"
    assert message.usage.input_tokens > 0 and message.usage.output_tokens > 10


def test_a_stream_says_what_the_answer_in_one_piece_says(client):
    with client.messages.stream(**asked()) as stream:
        pieces = list(stream.text_stream)
        streamed = stream.get_final_message()
    whole = client.messages.create(**asked())
    assert len(pieces) > 10 and "".join(pieces) == whole.content[0].text == streamed.content[0].text
    assert streamed.stop_reason == "end_turn" and streamed.usage.output_tokens == whole.usage.output_tokens


def test_the_events_of_a_stream_are_in_their_order(client):
    events = [event.type for event in client.messages.create(**asked(stream=True)) if event.type != "ping"]
    assert events[:2] == ["message_start", "content_block_start"]
    assert set(events[2:-3]) == {"content_block_delta"}
    assert events[-3:] == ["content_block_stop", "message_delta", "message_stop"]


def test_an_answer_ends_at_its_limit(client):
    message = client.messages.create(**asked(max_tokens=5))
    assert message.stop_reason == "max_tokens" and message.usage.output_tokens == 5


def test_thirty_messages_at_one_time_get_each_their_own_answer(client):
    def ask(number):
        with client.messages.stream(**asked(f"Number {number}", max_tokens=40)) as stream:
            return "".join(stream.text_stream)

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(ask, range(30)))
    assert all(answer.startswith(OPENING) for answer in answers)
    assert answers[:3] == [ask(number) for number in range(3)]


def test_async_clients_are_served(stand):
    async def ask():
        async with anthropic.AsyncAnthropic(base_url=stand.url, api_key="unused", max_retries=0) as client:
            whole = await client.messages.create(**asked())
            async with client.messages.stream(**asked()) as stream:
                return whole.content[0].text, await stream.get_final_text()

    whole, streamed = asyncio.run(ask())
    assert whole == streamed


# Tools


@pytest.mark.needs("script")
def test_a_tool_is_called_with_its_arguments(client):
    message = client.messages.create(**asked(samples.ONE_TOOL, tools=tools()))
    assert message.stop_reason == "tool_use" and kinds(message)[-1] == "tool_use"
    call = message.content[-1]
    assert call.id and call.name == "get_weather" and call.input == {"city": "Zürich", "days": 3}


@pytest.mark.needs("script")
def test_several_tools_are_called_at_once(client):
    message = client.messages.create(**asked(samples.TWO_TOOLS, tools=tools()))
    calls = [block for block in message.content if block.type == "tool_use"]
    assert [call.name for call in calls] == ["get_weather", "get_time"] and len({call.id for call in calls}) == 2


@pytest.mark.needs("script")
def test_streamed_arguments_are_put_together(client):
    with client.messages.stream(**asked(samples.TWO_TOOLS, tools=tools())) as stream:
        pieces = [event.partial_json for event in stream if event.type == "input_json"]
        message = stream.get_final_message()
    calls = [block.input for block in message.content if block.type == "tool_use"]
    assert calls == [{"city": "Bern", "days": 1}, {"zone": "Europe/Zurich"}] and pieces


@pytest.mark.needs("script")
def test_what_a_tool_gave_back_is_taken_up(client):
    first = client.messages.create(**asked(samples.ONE_TOOL, tools=tools()))
    result = {"type": "tool_result", "tool_use_id": first.content[-1].id, "content": "snow, -3 °C"}
    messages = [
        {"role": "user", "content": samples.ONE_TOOL},
        {"role": "assistant", "content": first.content},
        {"role": "user", "content": [result]},
    ]
    answer = client.messages.create(**asked(messages=messages, tools=tools()))
    assert "A tool gave back: snow, -3 °C" in answer.content[0].text


@pytest.mark.needs("tool_choice", "script")
def test_the_choice_of_a_tool_is_kept_to(client):
    def called(choice, text=HELLO):
        message = client.messages.create(**asked(text, tools=tools(), tool_choice=choice))
        return [block.name for block in message.content if block.type == "tool_use"]

    assert called({"type": "none"}, samples.ONE_TOOL) == [] and called({"type": "any"}) == ["get_weather"]
    assert called({"type": "tool", "name": "get_time"}) == ["get_time"]
    one = {"type": "auto", "disable_parallel_tool_use": True}
    assert called(one, samples.TWO_TOOLS) == ["get_weather"]


# Form and senses


class City(BaseModel):
    name: str
    inhabitants: int
    tags: list[str]


@pytest.mark.needs("script")
def test_an_answer_keeps_to_its_schema(client):
    message = client.messages.parse(**asked(output_format=City))
    assert message.parsed_output == City(name="practice name", inhabitants=1, tags=["practice tags"])


def seeing(source):
    return asked([{"type": "text", "text": "What is this?"}, {"type": "image", "source": source}])


@pytest.mark.needs("script")
def test_a_picture_reaches_the_model_whole(client, stand):
    source = {"type": "base64", "media_type": "image/png", "data": samples.PICTURE_TEXT}
    message = client.messages.create(**seeing(source))
    assert samples.SEEN in message.content[0].text
    assert samples.PICTURE_TEXT in stand.fake.inferences[-1]["body"]


@pytest.mark.needs("script")
def test_a_picture_that_would_have_to_be_fetched_is_refused(client):
    with pytest.raises(anthropic.BadRequestError):
        client.messages.create(**seeing({"type": "url", "url": "http://example.com/a.png"}))


@pytest.mark.needs("script")
def test_thoughts_are_kept_apart_from_the_answer(client):
    how = asked(thinking={"type": "enabled", "budget_tokens": 1024})
    message = client.messages.create(**how)
    assert kinds(message) == ["thinking", "text"]
    assert message.content[0].thinking.startswith("The question is")
    with client.messages.stream(**how) as stream:
        streamed = stream.get_final_message()
    assert [block.type for block in streamed.content] == ["thinking", "text"]
    assert streamed.content[0].thinking == message.content[0].thinking
    assert streamed.content[1].text == message.content[1].text


# Other endpoints


def test_tokens_are_counted_or_estimated(client, backend):
    def count(text, **how):
        messages = asked(text)["messages"]
        answer = client.messages.with_raw_response.count_tokens(model=MODEL, messages=messages, **how)
        # Who cannot count says that it is an estimate; a real server may be of either kind.
        if backend != "real":
            assert answer.headers.get("X-Herd-Estimate") == (None if backend == "anthropic" else "tokens")
        return answer.parse().input_tokens

    assert 0 < count(HELLO) < count(HELLO * 10)
    assert count(HELLO) < count(HELLO, system="Be brief. " * 10)


@pytest.mark.needs("strictness")
def test_tokens_of_nothing_are_not_counted(client):
    with pytest.raises(anthropic.NotFoundError):
        client.messages.count_tokens(model="nobody", messages=asked()["messages"])
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.count_tokens(model=MODEL, messages=[])
    assert caught.value.body["error"]["message"]


# What goes wrong


def test_a_model_that_nobody_has_is_not_found(client, stand):
    with pytest.raises(anthropic.NotFoundError) as caught:
        client.messages.create(**asked(model="nobody"))
    error = caught.value.body["error"]
    assert error["type"] == "not_found_error" and "nobody" in error["message"]
    assert samples.tells_no_address(str(caught.value), stand)


@pytest.mark.needs("strictness")
@pytest.mark.parametrize("wrong", [{"messages": []}, {"messages": "hello"}, {"max_tokens": 0}])
def test_a_wrong_request_is_refused_in_words(client, wrong):
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(**asked(**wrong))
    error = caught.value.body["error"]
    assert error["type"] == "invalid_request_error" and error["message"]


@pytest.mark.needs("refusing_overlong")
def test_too_long_a_prompt_is_refused(client):
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(**asked(samples.OVERLONG))
    assert "context" in str(caught.value) or "too long" in str(caught.value)


def test_a_client_that_loses_patience_is_noticed_by_the_backend(client, stand):
    stand.fake.misbehave("hang")
    with pytest.raises(anthropic.APITimeoutError):
        client.with_options(timeout=0.5).messages.create(**asked())
    stand.fake.wait_for_departure()


def test_a_cancelled_stream_is_cancelled_at_the_backend(client, stand):
    stand.fake.misbehave("endless=5ms")
    with client.messages.stream(**asked()) as stream:
        for _, _ in zip(range(5), stream.text_stream):
            pass
    stand.fake.wait_for_departure()


@pytest.mark.parametrize("status", [429, 503, 529])
def test_the_client_tries_again_when_it_is_told_to_come_back(client, stand, status):
    stand.fake.misbehave(f"status={status};retry-after=1")
    message = client.with_options(max_retries=2).messages.create(**asked())
    assert message.content[0].text.startswith(OPENING)


@pytest.mark.parametrize("fault", ["close-after=5", "reset-after=5", "fail-after=5"])
def test_a_torn_stream_is_an_error(client, stand, fault):
    stand.fake.misbehave(fault)
    with pytest.raises((anthropic.APIError, httpx.TransportError)) as caught:
        with client.messages.stream(**asked()) as stream:
            stream.get_final_message()
    assert samples.tells_no_address(str(caught.value), stand)
