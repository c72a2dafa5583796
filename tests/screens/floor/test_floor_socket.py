"""The sockets of the floor and the sheets, spoken to directly: who gets in, what comes, and when they end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from kds.ops import tokens
from tests.live.aside import aside
from tests.screens.kitchen import Kitchen

pytestmark = pytest.mark.slow


def listen(house: Kitchen, secret: str | None, path: str = "/floor/live", query: str = "since=-1") -> ClientConnection:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    address = f"ws://127.0.0.1:{house.port}{path}?{query}"
    socket: ClientConnection = connect(address, additional_headers=headers, proxy=None, max_size=None)
    return socket


def hear(socket: ClientConnection, kind: str) -> Any:
    """The next message of a type."""
    while True:
        message = json.loads(socket.recv(timeout=5))
        if message["type"] == kind:
            return message


def status(house: Kitchen, secret: str | None, path: str = "/floor/live") -> int:
    """With what a handshake is answered that opens nothing."""
    with pytest.raises(InvalidStatus) as told:
        listen(house, secret, path)
    return told.value.response.status_code


def code(socket: ClientConnection) -> int | None:
    """With what the server closes; a server that does not is a fault."""
    try:
        while True:
            socket.recv(timeout=8)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize("path", ["/floor/live", "/sessions/S1/live"])
def test_who_may_not_see_parties_gets_no_socket(kitchen: Kitchen, path: str) -> None:
    assert status(kitchen, None, path) == 401
    assert status(kitchen, "kds_unknown", path) == 401
    assert status(kitchen, kitchen.secrets["kitchen"], path) == 403


def test_a_page_hears_everything_once_and_then_what_changes(kitchen: Kitchen, table: str) -> None:
    with listen(kitchen, kitchen.secrets["waiter"]) as socket:
        whole = hear(socket, "parts")
        assert whole["full"]
        assert f"table {table}" in whole["parts"]
        placed = kitchen.order("tofu", table=table)
        change = hear(socket, "parts")
        assert (change["full"], list(change["parts"]), change["gone"]) == (False, [f"table {table}"], [])
        assert f"/sessions/{placed['session']}" in change["parts"][f"table {table}"]


def test_who_comes_back_hears_what_was_missed_and_no_more(kitchen: Kitchen, table: str, other: str) -> None:
    kitchen.order("tofu", table=table)
    with listen(kitchen, kitchen.secrets["waiter"]) as socket:
        seq = hear(socket, "parts")["seq"]
    kitchen.order("tofu", table=other)
    with listen(kitchen, kitchen.secrets["waiter"], query=f"since={seq}") as socket:
        missed = hear(socket, "parts")
        assert (missed["full"], list(missed["parts"])) == (False, [f"table {other}"])


@pytest.mark.parametrize(("lang", "word"), [("en", "free"), ("zh", "空闲")])
def test_each_hears_it_in_their_language(kitchen: Kitchen, table: str, lang: str, word: str) -> None:
    with listen(kitchen, kitchen.secrets["manager"], query=f"since=-1&lang={lang}") as socket:
        assert word in hear(socket, "parts")["parts"][f"table {table}"]


def test_a_sheet_ends_where_there_is_no_such_party(kitchen: Kitchen) -> None:
    with listen(kitchen, kitchen.secrets["waiter"], "/sessions/S999999/live") as socket:
        assert code(socket) == 4404


def test_a_revoked_right_ends_it(kitchen: Kitchen) -> None:
    token, secret = aside(tokens.create(kitchen.data, "waiter", "lost phone", None))
    with listen(kitchen, secret) as socket:
        hear(socket, "parts")
        aside(tokens.revoke(kitchen.data, token.id))
        assert code(socket) == 4401


def test_whatever_a_page_says_is_malformed_and_harms_nothing(kitchen: Kitchen) -> None:
    with listen(kitchen, kitchen.secrets["waiter"]) as socket:
        for text in ("", '{"press":"x","kind":"bump","ticket":"T1"}', b"\x00"):
            socket.send(text)
            assert hear(socket, "malformed")["detail"]
        assert hear(socket, "beat")


def test_a_page_of_another_build_is_told_to_load_itself_anew(kitchen: Kitchen) -> None:
    with listen(kitchen, kitchen.secrets["waiter"], query="since=-1&build=older") as socket:
        assert hear(socket, "reload")
