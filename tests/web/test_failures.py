"""When it is too much, when the disk fails, when something breaks: what the client is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deeds import Urgency
from kds.feed.past import FOLLOWER
from kds.runtime import admission
from kds.storage.ledger import StorageError
from kds.web import endpoints
from tests.runtime.followed import catch_up
from tests.web.served import Api
from tests.web.test_past import forget_all_but, ledger_under

ROUND: dict[str, Any] = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}


class SlowDisk:
    """A disk that takes its time until it is let go."""

    def __init__(self, api: Api, patch: pytest.MonkeyPatch) -> None:
        self.go_on = asyncio.Event()
        self.busy = asyncio.Event()
        self._append = api.store.ledger.append
        patch.setattr(api.store.ledger, "append", self._appending)

    async def _appending(self, *given: Any) -> None:
        self.busy.set()
        await self.go_on.wait()
        await self._append(*given)


async def test_overload_is_refused_honestly_and_what_is_admitted_is_done(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(api, monkeypatch)
    first = asyncio.ensure_future(api.post("/rounds", ROUND, key="first"))
    await disk.busy.wait()
    monkeypatch.setattr(admission, "HELD_LEAST_S", 0.01)
    monkeypatch.setattr(admission, "WAIT_S", dict.fromkeys(Urgency, 0.1))
    waiting = [asyncio.ensure_future(api.do(NoteClockStep(1))) for _ in range(int(admission.FIRST_PACE / 10) + 1)]
    await asyncio.sleep(0)
    answer = await api.post("/rounds", ROUND, key="k")
    assert (answer.status_code, answer.json()["reason"]) == (503, "overloaded")
    assert int(answer.headers["retry-after"]) >= 1
    disk.go_on.set()
    await asyncio.gather(*waiting)
    assert (await first).status_code == 201
    again = await api.post("/rounds", ROUND, key="k")
    assert again.status_code == 201
    assert "idempotent-replayed" not in again.headers


@pytest.mark.parametrize("reads", [True, False], ids=["a GET", "a POST"])
async def test_who_is_still_waiting_when_the_server_stops_is_told_what_is_so(
    api: Api, monkeypatch: pytest.MonkeyPatch, reads: bool
) -> None:
    disk = SlowDisk(api, monkeypatch)
    first = asyncio.ensure_future(api.post("/rounds", ROUND, key="a-key-that-is-long-enough"))
    await disk.busy.wait()
    asked = asyncio.ensure_future(api.get("/tables")) if reads else first
    await asyncio.sleep(0.05)
    asked.cancel()
    try:
        async with asyncio.timeout(5):
            answer = await asked
    finally:
        disk.go_on.set()
    assert (answer.status_code, answer.json()["reason"]) == (503, "overloaded" if reads else "in_doubt")
    await first


async def test_a_reader_waits_no_longer_for_a_disk_than_anybody_does(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SlowDisk(api, monkeypatch)
    first = asyncio.ensure_future(api.post("/rounds", ROUND, key="a-key-that-is-long-enough"))
    await disk.busy.wait()
    monkeypatch.setattr(admission, "LONGEST_S", 0.02)
    try:
        async with asyncio.timeout(5):
            answer = await api.get("/tables")
            page = await api.client.get("/", headers={"accept": "text/html"})
    finally:
        monkeypatch.setattr(admission, "LONGEST_S", 60.0)
        disk.go_on.set()
    assert (answer.status_code, answer.json()["reason"], page.status_code) == (503, "storage_failed", 503)
    assert (await first).status_code == 201
    assert (await api.get("/tables")).status_code == 200


READS = ("/tables", "/billing", "/accounts", "/days/2026-09-21")
PAGES = ("/", "/screens/wall", "/cashier", "/floor", "/days", "/days/2026-09-21", "/drawer", "/order", "/order/menu")


@pytest.mark.parametrize("path", [*(f"/api/v1{each}" for each in READS), *PAGES])
async def test_nobody_waits_longer_than_that_to_read(api: Api, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    disk = SlowDisk(api, monkeypatch)
    first = asyncio.ensure_future(api.post("/rounds", ROUND, key="a-key-that-is-long-enough"))
    await disk.busy.wait()
    monkeypatch.setattr(admission, "LONGEST_S", 0.02)
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "accept": "text/html"}
    try:
        async with asyncio.timeout(5):
            answer = await api.client.get(path, headers=headers)
    finally:
        monkeypatch.setattr(admission, "LONGEST_S", 60.0)
        disk.go_on.set()
    assert answer.status_code == 503
    assert (await first).status_code == 201
    assert (await api.client.get(path, headers=headers)).status_code == 200


async def test_a_reader_never_sees_what_is_not_on_disk(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SlowDisk(api, monkeypatch)
    order = asyncio.ensure_future(api.post("/rounds", ROUND))
    await disk.busy.wait()
    reader = asyncio.ensure_future(api.get("/tables/A01"))
    done, _ = await asyncio.wait([reader], timeout=0.05)
    assert not done
    disk.go_on.set()
    assert (await reader).json()["session"] == (await order).json()["session"]


def failing(what: str) -> Callable[..., Awaitable[Any]]:
    """A disk that fails."""

    async def fail(*_: Any) -> Any:
        raise StorageError(what)

    return fail


async def test_a_failed_disk_is_told_and_nothing_is_kept(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(api.store.ledger, "append", failing("disk full"))
        answer = await api.post("/rounds", ROUND, key="k")
    assert (answer.status_code, answer.json()["reason"]) == (503, "storage_failed")
    assert "retry-after" in answer.headers
    assert (await api.get("/tables/A01")).json()["sessions"] == []
    assert (await api.post("/rounds", ROUND, key="k")).status_code == 201


async def test_in_doubt_says_so_and_the_same_key_resolves_it(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    append = api.store.ledger.append

    async def stored_but_unsaid(*given: Any) -> None:
        await append(*given)
        raise StorageError("the wire broke")

    with monkeypatch.context() as broken:
        broken.setattr(api.store.ledger, "append", stored_but_unsaid)
        broken.setattr(api.store.ledger, "head", failing("the wire is broken"))
        answer = await api.post("/rounds", ROUND, key="k")
        assert (answer.status_code, answer.json()["reason"]) == (503, "in_doubt")
        assert "same" in answer.json()["detail"]
        assert "retry-after" in answer.headers
    for _ in range(500):
        again = await api.post("/rounds", ROUND, key="k")
        if again.status_code != 503:
            break
        await asyncio.sleep(0.01)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")


async def test_an_unforeseen_fault_is_a_problem_and_not_a_bare_500(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("kds.web.api.menu.menu_view", broken)
    answer = await api.get("/menu")
    assert (answer.status_code, answer.json()["reason"]) == (500, "internal")
    assert "secret" not in answer.text


async def test_a_reader_of_a_failed_disk_is_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in memory is read all the same."""
    last = (await api.order("tofu"))["seq"]
    await catch_up(ledger_under(api), api.data, FOLLOWER)
    forget_all_but(api, 1)
    monkeypatch.setattr(api.store.ledger, "read", failing("unreadable"))
    answer = await api.get("/events")
    assert (answer.status_code, answer.json()["reason"]) == (503, "storage_failed")
    assert (await api.get("/events", since=last - 1)).json()["next"] == last


async def test_a_client_that_hangs_up_before_it_has_spoken_changes_nothing(api: Api) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await handler(api)(scope(api), receive, send)
    assert sent == []


async def test_a_client_that_hangs_up_after_it_has_spoken_cancels_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(api, monkeypatch)
    asked = asyncio.ensure_future(api.post("/rounds", ROUND, key="k"))
    await disk.busy.wait()
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    disk.go_on.set()
    again = await api.post("/rounds", ROUND, key="k")
    assert again.headers["idempotent-replayed"] == "true"
    assert len((await api.get(f"/bills/{again.json()['bill']}")).json()["lines"]) == 1


def handler(api: Api) -> endpoints.Address:
    """The application at /api/v1/rounds."""
    transport: Any = api.client._transport
    (found,) = [each for each in transport.app._app.routes if getattr(each, "path", "") == "/api/v1/rounds"]
    address = found.app
    assert isinstance(address, endpoints.Address)
    return address


def scope(api: Api) -> dict[str, Any]:
    """A POST of a round whose body is still to come."""
    headers = [(b"authorization", f"Bearer {api.secrets['manager']}".encode()), (b"idempotency-key", b"k")]
    return {"type": "http", "method": "POST", "path": "/api/v1/rounds", "headers": headers, "path_params": {}}
