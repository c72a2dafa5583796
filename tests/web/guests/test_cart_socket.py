"""The websocket of a shared cart, on a real server: who may open it, what is said on it, how it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.websockets import WebSocket
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError, InvalidStatus

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.open_session import OpenSession
from kds.feed.subscriber import Subscriber
from kds.storage.table_codes import code_tables, table_codes
from kds.web.buckets import Buckets
from kds.web.guests import cart_socket, sharing
from kds.web.guests.cart_socket import PHONE_SAYS, SOCKET_SAYS, CartSockets
from kds.web.guests.passes import PASS
from kds.web.guests.sharers import Phone
from kds.web.guests.sharing import BEAT_S, SharedCarts
from tests.feed.wire import Served, served

LINE = {"id": "a", "rev": 1, "guest": "", "by": "", "chosen": {"dish": "tofu", "qty": 1}}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Served]:
    async with served(tmp_path / "data") as found:
        yield found


async def scanned(house: Served, table: str = "A01") -> tuple[str, str]:
    """The pass of a phone that has scanned a table's code, and which guest it is of."""
    await code_tables(house.tokens, [table])
    code = table_codes(house.tokens)[table].id.removeprefix("tok_")
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{house.port}") as client:
        answer = await client.get(f"/t/{code}")
        assert answer.status_code == 200
        return client.cookies[PASS], (await client.get("/guest/now")).json()["visit"]


@asynccontextmanager
async def cart(house: Served, held: str, origin: str | None = None) -> AsyncIterator[ClientConnection]:
    """A socket with that pass."""
    address = f"ws://127.0.0.1:{house.port}/guest/cart"
    headers = {"cookie": f"{PASS}={held}"} if held else {}
    async with connect(address, proxy=None, additional_headers=headers, origin=origin) as socket:  # type: ignore[arg-type]
        yield socket


async def heard(socket: ClientConnection) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await socket.recv())
    return found


async def said(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def test_two_phones_of_a_table_share_a_cart(house: Served) -> None:
    (one, ann), (other, _) = await scanned(house), await scanned(house)
    async with cart(house, one) as first:
        await said(first, type="hello", name="Ann")
        assert (await heard(first))["full"] is True
        async with cart(house, other) as second:
            await said(second, type="hello")
            assert (await heard(second))["guests"][ann] == "Ann"
            await said(first, type="put", lines=[{**LINE, "guest": ann, "by": ann}])
            told = await heard(second)
            assert [each["id"] for each in told["lines"]] == ["a"]


async def test_law_10_what_a_page_of_another_visit_knows_is_not_put_into_this_cart(house: Served) -> None:
    """It was away while its party left, and comes back with what that had chosen."""
    held, ann = await scanned(house)
    line = {**LINE, "guest": "guest_of_before", "by": "guest_of_before"}
    async with cart(house, held) as before:
        await said(before, type="hello", visit="guest_of_before", lines=[line])
        with pytest.raises(ConnectionClosedError) as closed:
            await heard(before)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4404
    async with cart(house, held) as now:
        await said(now, type="hello", visit=ann, lines=[{**LINE, "guest": ann, "by": ann}])
        assert [each["guest"] for each in (await heard(now))["lines"]] == [ann]


@pytest.mark.parametrize("held", ["", "x.y", "e30.AAAA"])
async def test_without_a_pass_no_socket_is_opened(house: Served, held: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with cart(house, held):
            pass
    assert refused.value.response.status_code == 401


async def test_a_page_from_elsewhere_opens_none(house: Served) -> None:
    held, _ = await scanned(house)
    with pytest.raises(InvalidStatus) as refused:
        async with cart(house, held, "http://elsewhere"):
            pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"type":"what"}',
        '{"type":"put","lines":[]}',
        '{"type":"put","lines":[{"id":"a","rev":-1,"guest":"g","by":"g"}]}',
        '{"type":"hello","name":"' + "x" * 100 + '"}',
        '{"type":"put","lines":[{"id":"a","rev":1,"guest":"g","by":"g","chosen":{"dish":"x","qty":0}}]}',
        b"\x00\x01",
    ],
)
async def test_what_cannot_be_read_is_told_and_the_socket_stays(house: Served, text: str | bytes) -> None:
    held, _ = await scanned(house)
    async with cart(house, held) as socket:
        await socket.send(text)
        assert (await heard(socket))["type"] == "malformed"
        await said(socket, type="hello")
        assert (await heard(socket))["type"] == "cart"


async def test_when_the_visit_is_over_the_socket_is_and_none_is_opened_any_more(house: Served) -> None:
    held, _ = await scanned(house)
    async with cart(house, held) as socket:
        await said(socket, type="hello")
        await heard(socket)
        house.hands.ms += 1_000
        await house.do(OpenSession("A01", 2))
        (party,) = house.store.state.floor.table_sessions["A01"]
        house.hands.ms += 1_000
        await house.do(ClearSession(party))
        while (await heard(socket))["type"] != "over":
            pass
        with pytest.raises(ConnectionClosedError):
            await heard(socket)
        assert socket.close_code == 4404
    with pytest.raises(InvalidStatus):
        async with cart(house, held):
            pass


async def test_where_guests_may_order_no_more_an_open_socket_is_closed(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "BEAT_S", 0.05)
    held, _ = await scanned(house)
    async with cart(house, held) as socket:
        await said(socket, type="hello")
        await heard(socket)
        await house.do(ChangeHouse(guests_order=False))
        with suppress(ConnectionClosedError):
            async for _ in socket:
                pass
        assert socket.close_code == 4404


async def test_whose_cart_it_is_is_looked_up_when_the_phone_comes_in(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its party is opened while the socket is: it shares the party's cart, and not that of the table before."""
    held, ann = await scanned(house)
    accept = WebSocket.accept

    async def seated_meanwhile(self: WebSocket, *given: Any, **named: Any) -> None:
        await house.do(OpenSession("A01", 2))
        await accept(self, *given, **named)

    monkeypatch.setattr(WebSocket, "accept", seated_meanwhile)
    async with cart(house, held) as socket:
        await said(socket, type="hello", lines=[{**LINE, "guest": ann, "by": ann}])
        await heard(socket)
        (party,) = house.store.state.floor.table_sessions["A01"]
        monkeypatch.undo()
        other, _ = await scanned(house)
        async with cart(house, other) as second:
            await said(second, type="hello")
            assert [each["id"] for each in (await heard(second))["lines"]] == ["a"]
        await house.do(ClearSession(party))


async def test_who_hammers_is_held_back_and_keeps_no_other_from_the_cart(
    house: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: of a thousand messages so many are taken at once, and the rest waits for its turn."""
    taken, waits, turn = list[str](), list[float](), asyncio.Event()
    put, slept = SharedCarts.put, asyncio.sleep

    def counted(self: SharedCarts, phone: Any, lines: Any) -> None:
        taken.append(phone.guest)
        put(self, phone, lines)

    async def held_back(seconds: float) -> None:
        if seconds <= 0 or seconds == BEAT_S:
            await slept(seconds)
            return
        waits.append(seconds)
        await turn.wait()

    monkeypatch.setattr(SharedCarts, "put", counted)
    monkeypatch.setattr(cart_socket, "sleep", held_back)
    (one, ann), (other, bob) = await scanned(house), await scanned(house, "A02")
    async with cart(house, one) as hammering, cart(house, other) as calm:
        for rev in range(1_000):
            await said(hammering, type="put", lines=[{**LINE, "rev": rev, "guest": ann, "by": ann}])
            if waits:
                break
        while not waits:
            await slept(0)
        assert taken == [ann] * SOCKET_SAYS.at_once
        await said(calm, type="put", lines=[{**LINE, "guest": bob, "by": bob}])
        await said(calm, type="hello")
        assert [each["id"] for each in (await heard(calm))["lines"]] == ["a"]
        assert taken == [ann] * SOCKET_SAYS.at_once + [bob]
        turn.set()
        while len(taken) < SOCKET_SAYS.at_once + 2:
            await slept(0)
        assert taken[-1] == ann, "what waited is not lost"


async def test_all_sockets_of_a_phone_have_one_measure(house: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    carts = CartSockets.__new__(CartSockets)
    carts._said = Buckets(PHONE_SAYS, 10, lambda: 0.0)
    waits = list[float]()

    async def noted(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(cart_socket, "sleep", noted)
    ann, bob = (Phone("A01", guest, Subscriber(lambda: 0), lambda: "A01") for guest in ("ann", "bob"))
    for _ in range(PHONE_SAYS.at_once):
        await carts._turn(Buckets(SOCKET_SAYS, 1, lambda: 0.0), ann, 1)
    assert waits == []
    await carts._turn(Buckets(SOCKET_SAYS, 1, lambda: 0.0), ann, 1)
    assert waits == [pytest.approx(PHONE_SAYS.every_s)]
    await carts._turn(Buckets(SOCKET_SAYS, 1, lambda: 0.0), bob, 1)
    assert len(waits) == 1
