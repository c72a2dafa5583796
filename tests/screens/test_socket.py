"""A wall's websocket, spoken to directly: who gets in, what is refused, and when it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from kds.ops import tokens
from tests.screens.kitchen import Kitchen, running

pytestmark = pytest.mark.slow

T = TypeVar("T")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """One kitchen for all of these: none of them changes what another sees."""
    yield from running(Kitchen(tmp_path_factory.mktemp("socket") / "data"))


def wall(house: Kitchen, secret: str | None, screen: str = "wall", query: str = "", **more: Any) -> ClientConnection:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    address = f"ws://127.0.0.1:{house.port}/screens/{screen}/live?since=-1{query}"
    headers.update(more.pop("headers", {}))
    socket: ClientConnection = connect(address, additional_headers=headers, proxy=None, **more)
    return socket


def hear(socket: ClientConnection, kind: str) -> Any:
    """The next message of a type."""
    while True:
        message = json.loads(socket.recv(timeout=5))
        if message["type"] == kind:
            return message


def refused(house: Kitchen, secret: str | None, **more: Any) -> tuple[int, str]:
    """Status and reason of a handshake that opens nothing."""
    with pytest.raises(InvalidStatus) as told:
        wall(house, secret, **more)
    answer = told.value.response
    return answer.status_code, json.loads(answer.body or b"")["reason"]


def code(socket: ClientConnection) -> int | None:
    """With what the server closes; a server that does not is a fault."""
    try:
        while True:
            socket.recv(timeout=8)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def test_the_first_message_is_the_whole_board(house: Kitchen) -> None:
    with wall(house, house.secrets["waiter"]) as socket:
        first = json.loads(socket.recv(timeout=5))
        assert (first["type"], first["full"]) == ("board", True)
        assert set(first["tickets"]) == {*first["slots"], *first["queue"]} - {""}


@pytest.mark.parametrize("secret", [None, "kds_wrong"])
def test_without_a_right_no_socket_is_opened(house: Kitchen, secret: str | None) -> None:
    assert refused(house, secret) == (401, "unauthorized")


def test_a_screen_that_is_not_there(house: Kitchen) -> None:
    with wall(house, house.secrets["kitchen"], "cellar") as socket:
        assert code(socket) == 4404


def test_a_page_from_elsewhere_cannot_borrow_the_cookie(house: Kitchen) -> None:
    cookie = {"Cookie": f"kds_token={house.secrets['kitchen']}"}
    assert refused(house, None, headers=cookie, origin="http://evil.example") == (403, "forbidden")
    with wall(house, None, headers=cookie, origin=f"http://127.0.0.1:{house.port}") as socket:
        assert hear(socket, "board")["full"]


def aside(work: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own: while a browser of this process lives, its loop is this thread's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_a_guest_opens_no_wall(house: Kitchen) -> None:
    _, secret = aside(tokens.create(house.data, "guest", "table", "A01"))
    assert refused(house, secret) == (403, "forbidden")


def test_a_revoked_right_goes_dark_within_seconds(house: Kitchen) -> None:
    token, secret = aside(tokens.create(house.data, "kitchen", "lost tablet", None))
    with wall(house, secret) as socket:
        hear(socket, "board")
        aside(tokens.revoke(house.data, token.id))
        assert code(socket) == 4401


def test_a_binary_message_is_malformed_whatever_is_in_it(house: Kitchen) -> None:
    with wall(house, house.secrets["kitchen"]) as socket:
        socket.send(b'{"press":"x","kind":"bump","ticket":"T1"}')
        assert "binary" in hear(socket, "malformed")["detail"]
        socket.send("{}")
        assert hear(socket, "malformed")


def test_what_is_no_press_is_answered_and_harms_nothing(house: Kitchen) -> None:
    with wall(house, house.secrets["kitchen"]) as socket:
        for text in ("", "{}", "[1]", '{"press":"x","kind":"explode","ticket":"T1"}'):
            socket.send(text)
            assert hear(socket, "malformed")["detail"]
        socket.send('{"press":"x1","kind":"bump","ticket":"T999999"}')
        answer = hear(socket, "pressed")
        assert (answer["press"], answer["outcome"], answer["reason"]) == ("x1", "refused", "unknown_ticket")
        assert set(answer["message"]) == {"zh", "en"}


def test_a_waiter_may_look_but_not_press(house: Kitchen) -> None:
    ticket = house.ticket("tofu")
    with wall(house, house.secrets["waiter"]) as socket:
        socket.send(json.dumps({"press": "w1", "kind": "bump", "ticket": ticket}))
        assert hear(socket, "pressed")["reason"] == "forbidden"
    assert ticket not in [event["ticket"] for event in house.events("TicketBumped")]


def test_the_same_press_on_two_connections_acts_once(house: Kitchen) -> None:
    ticket = house.ticket("noodles")
    press = {"press": "twice", "kind": "bump", "ticket": ticket}
    for age_ms in (0, 5_000):
        with wall(house, house.secrets["kitchen"]) as socket:
            socket.send(json.dumps({**press, "age_ms": age_ms}))
            assert hear(socket, "pressed")["outcome"] == "done"
    assert [event["ticket"] for event in house.events("TicketBumped")].count(ticket) == 1


def test_a_page_of_another_build_is_told_to_reload(house: Kitchen) -> None:
    with wall(house, house.secrets["kitchen"], query="&build=older") as socket:
        assert hear(socket, "reload")
