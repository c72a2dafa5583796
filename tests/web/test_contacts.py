"""Who is heard, how their sockets fare, and who came back after a break; of phones only their tables are known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnect

from kds.feed.subscriber import Behind, Closed
from kds.storage.tokens import Token
from kds.web.contacts import BACK_MS, CONTACTS_MOST, GONE_MOST, TABLES_MOST, Contacts, Link, Peer, nowhere, phones_of
from kds.web.sockets import FOLLOW

WALL = Peer("tok_1", "wall", nowhere, Token("tok_1", "kitchen", "Wall 1", None, 0, screen="wall"))


class House:
    """Contacts, and the time that the test has."""

    def __init__(self) -> None:
        self.ms = 1_000_000
        self.contacts = Contacts(lambda: self.ms)

    @contextmanager
    def link(self, peer: Peer, end: BaseException | None = None) -> Iterator[Link]:
        """A socket, and how it ends."""
        followers: list[Any] = []
        scope = {"type": "websocket", "extensions": {FOLLOW: {"call": followers.append}}}
        try:
            with self.contacts.linked(scope, peer):
                yield followers[0]
                if end is not None:
                    raise end
        except (WebSocketDisconnect, Behind, Closed):
            pass

    def breaks(self, peer: Peer = WALL) -> int:
        """How often its connection broke off and was there again."""
        return self.contacts.devices()[peer.id].minutes.figures(self.ms).breaks


def gone(code: int = 1006) -> WebSocketDisconnect:
    return WebSocketDisconnect(code)


def phone(guest: str, table: str | None = "A01") -> Peer:
    return Peer(guest, "phone", lambda: table)


@pytest.fixture
def house() -> House:
    return House()


def test_a_device_is_there_while_its_socket_is_and_its_round_trips_are_counted(house: House) -> None:
    with house.link(WALL) as link:
        assert house.contacts.sockets() == {"tok_1": 1}
        house.ms += 500
        link.trip(12)
        link.trip(40)
    found = house.contacts.devices()["tok_1"]
    figures = found.minutes.figures(house.ms)
    assert (figures.trips, figures.worst_ms, found.heard_at) == (2, 40, house.ms)
    assert not house.contacts.sockets()


def test_an_answer_that_is_missed_is_no_sign_of_life(house: House) -> None:
    with house.link(WALL) as link:
        heard_at = house.ms
        house.ms += 20_000
        link.missed()
        found = house.contacts.devices()["tok_1"]
        assert found.heard_at == heard_at
        assert found.minutes.figures(house.ms).missed == 1


@pytest.mark.parametrize(
    ("end", "breaks"),
    [(gone(1006), 1), (gone(1005), 1), (Behind(), 1), (gone(1001), 0), (gone(1000), 0), (Closed(4008), 0), (None, 0)],
)
def test_who_broke_off_and_is_back_within_a_minute_is_counted(
    house: House, end: BaseException | None, breaks: int
) -> None:
    with house.link(WALL, end):
        pass
    house.ms += BACK_MS
    with house.link(WALL):
        assert house.breaks() == breaks


def test_who_is_back_later_had_gone(house: House) -> None:
    with house.link(WALL, gone()):
        pass
    house.ms += BACK_MS + 1
    with house.link(WALL):
        assert house.breaks() == 0


def test_one_that_is_back_before_its_old_socket_is_known_to_be_gone_is_counted_once(house: House) -> None:
    with house.link(WALL, gone()):
        house.ms += 5_000
        back = house.link(WALL)
        back.__enter__()
        house.ms += 5_000
    assert house.breaks() == 1
    back.__exit__(None, None, None)
    with house.link(WALL):
        assert house.breaks() == 1


def test_a_second_socket_beside_the_first_is_no_break(house: House) -> None:
    with house.link(WALL), house.link(WALL, gone()):
        pass
    assert house.breaks() == 0


def test_phones_are_known_by_their_table_alone(house: House) -> None:
    with house.link(phone("guest_secret")) as one, house.link(phone("guest_other")) as other:
        one.trip(30)
        other.trip(500)
        assert house.contacts.sockets() == {phones_of("A01"): 2}
    assert house.contacts.table("A01").trips == 2
    assert house.contacts.table("A01").worst_ms == 500
    assert list(house.contacts.phones()) == ["A01"]
    assert house.contacts.devices() == {}
    assert "guest" not in repr({**house.contacts._known, **house.contacts._tables})


def test_a_phone_goes_where_its_party_goes(house: House) -> None:
    at = ["A01"]
    with house.link(Peer("guest_1", "phone", lambda: at[0])) as link:
        link.trip(10)
        at[0] = "A02"
        link.trip(10)
        assert house.contacts.sockets() == {phones_of("A02"): 1}
    assert [house.contacts.table(each).trips for each in ("A01", "A02", "V01")] == [1, 1, 0]


def test_a_phone_that_sleeps_answers_nothing_and_that_says_nothing(house: House) -> None:
    with house.link(phone("guest_1")) as link:
        link.missed()
    assert house.contacts.table("A01").missed == 0


def test_a_phone_that_comes_back_says_something_of_its_table(house: House) -> None:
    with house.link(phone("guest_1"), gone()):
        pass
    with house.link(phone("guest_1")):
        assert house.contacts.table("A01").breaks == 1


def test_a_table_is_known_for_hours_a_device_for_minutes(house: House) -> None:
    tablet = Peer("tok_2", "tablet", lambda: "A01")
    with house.link(tablet) as link:
        link.trip(10)
        house.ms += 3_600_000
        assert house.contacts.devices()["tok_2"].minutes.figures(house.ms).trips == 0
        assert house.contacts.table("A01").trips == 1
        house.ms += 3 * 3_600_000
        assert house.contacts.table("A01").trips == 0


def test_whatever_comes_and_goes_so_much_is_remembered(house: House) -> None:
    with house.link(WALL):
        for n in range(GONE_MOST + 50):
            with house.link(Peer(f"tok_x{n}", "handheld", nowhere), gone()):
                pass
        for n in range(TABLES_MOST + 50):
            with house.link(phone("guest_1", f"T{n}")) as link:
                link.trip(1)
        assert len(house.contacts._known) <= CONTACTS_MOST
        assert len(house.contacts._gone) <= GONE_MOST
        assert len(house.contacts._tables) <= TABLES_MOST
        assert "tok_1" in house.contacts.devices(), "what is there is not forgotten"
    house.ms += BACK_MS + 1
    with house.link(WALL, gone()):
        pass
    assert list(house.contacts._gone) == ["tok_1"]
