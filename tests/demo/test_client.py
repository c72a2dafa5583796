"""A change is sent with one key until it is answered, whatever happens on the way."""

import asyncio
from collections import Counter
from collections.abc import Callable

import httpx2
import pytest

from kds.demo import client
from kds.demo.client import Api, DinnerTokens, Manner, Refused, Unanswered
from kds.demo.wire import Health

TOKENS = DinnerTokens(guest="g", waiter="w", kitchen="k", manager="m")
Handler = Callable[[httpx2.Request], httpx2.Response]


class Server:
    """Answers from a script, then with `{"seq": 1}`; remembers what it was asked."""

    def __init__(self, *script: httpx2.Response | type[httpx2.TransportError]) -> None:
        self.script = list(script)
        self.asked: list[httpx2.Request] = []
        self.counts: Counter[str] = Counter()
        self.api = Api("http://house", TOKENS, self.counts, httpx2.MockTransport(self.answer))

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        outcome = self.script.pop(0) if self.script else httpx2.Response(200, json={"seq": 1})
        if isinstance(outcome, httpx2.Response):
            return outcome
        raise outcome("broken", request=request)

    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.asked]

    async def post(self, manner: Manner = "calm") -> Health:
        return await self.api.post("/api/v1/rounds", {"a": 1}, Health, "guest", "key-1", manner)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited is noted."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return waited


async def test_a_request_is_sent_once_where_it_is_answered() -> None:
    server = Server()
    assert (await server.post()).seq == 1
    assert server.keys() == ["key-1"]
    assert server.asked[0].headers["Authorization"] == "Bearer g"
    assert server.asked[0].content == b'{"a":1}'


async def test_what_broke_on_the_way_is_sent_again_with_the_same_key_and_body(waits: list[float]) -> None:
    server = Server(httpx2.ConnectError, httpx2.ReadError, httpx2.ReadTimeout, httpx2.RemoteProtocolError)
    assert (await server.post()).seq == 1
    assert server.keys() == ["key-1"] * 5
    assert {request.content for request in server.asked} == {b'{"a":1}'}
    assert server.counts["retried"] == 4
    assert waits == sorted(waits)


async def test_a_server_that_asks_for_patience_gets_it(waits: list[float]) -> None:
    server = Server(httpx2.Response(503, headers={"Retry-After": "7"}), httpx2.Response(503))
    await server.post()
    assert 7 * 0.75 <= waits[0] <= 7 * 1.25
    assert waits[1] < 1
    assert server.counts["told_to_wait"] == 2


async def test_a_refusal_is_not_asked_again() -> None:
    server = Server(httpx2.Response(409, json={"reason": "sold_out", "detail": "gone"}))
    with pytest.raises(Refused, match="gone") as refused:
        await server.post()
    assert (refused.value.status, refused.value.reason) == (409, "sold_out")
    assert len(server.asked) == 1


async def test_a_refusal_that_is_no_json_is_one_all_the_same() -> None:
    server = Server(httpx2.Response(404, text="<html>"))
    with pytest.raises(Refused, match="<html>"):
        await server.post()


async def test_a_server_at_fault_is_given_up() -> None:
    server = Server(*[httpx2.Response(500)] * 20)
    with pytest.raises(Unanswered):
        await server.post()
    assert len(server.asked) == client.FAULTS_BORNE + 1


async def test_after_the_farewell_nothing_is_repeated_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "FAREWELL_S", 0.0)
    server = Server(*[httpx2.ConnectError] * 20)
    server.api.farewell()
    with pytest.raises(Unanswered):
        await server.post()
    assert len(server.asked) == 1


async def test_an_answer_from_memory_is_counted() -> None:
    server = Server(httpx2.Response(201, json={"seq": 4}, headers={"Idempotent-Replayed": "true"}))
    assert (await server.post()).seq == 4
    assert server.counts["replayed"] == 1


async def test_an_impatient_device_waits_longer_the_second_time() -> None:
    server = Server(httpx2.ReadTimeout)
    await server.post("impatient")
    assert [request.extensions["timeout"]["read"] for request in server.asked] == [client.IMPATIENT.read, 10.0]
    assert server.counts["timed_out"] == 1
    assert server.counts["retried"] == 0


async def test_two_sendings_at_once_share_a_key_and_must_share_an_answer() -> None:
    server = Server(httpx2.Response(201, json={"seq": 5}), httpx2.Response(201, json={"seq": 6}))
    await server.post("twice")
    assert server.keys() == ["key-1", "key-1"]
    assert server.counts["answers_differ"] == 1


async def test_reading_is_repeated_too() -> None:
    server = Server(httpx2.ConnectError)
    assert await asyncio.wait_for(server.api.get("/healthz", Health), 5) == Health(seq=1)
