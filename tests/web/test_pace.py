"""Guests order and look at the pace of people: a kiosk, a phone, all phones of a table, all new ones at an address."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kds.storage.tokens import Role, Token
from kds.web.buckets import Measure
from kds.web.pace import KIOSK, NEW, PHONE_DOES, PHONE_READS, REMEMBERED, TABLE_DOES, TABLE_READS, Pace
from kds.web.problems import Failed
from tests.web.guests.phones import codes
from tests.web.guests.phones import phone as guests_phone
from tests.web.served import Api

AT_ONCE, EVERY_S = KIOSK


class Time:
    """Seconds, as the test has them."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def code(name: str = "K1", table: str | None = None, role: Role = "guest") -> Token:
    return Token(id=name, role=role, name="", table=table, created_at=0, revoked_at=None)


@pytest.fixture
def time() -> Time:
    return Time()


def test_so_many_at_once_and_then_one_a_second(time: Time) -> None:
    pace = Pace(time)
    for _ in range(AT_ONCE):
        pace.keep(code())
    for _ in range(3):
        with pytest.raises(Failed) as failed:
            pace.keep(code())
        assert failed.value.headers == {"retry-after": "1"}
    time.now += EVERY_S
    pace.keep(code())
    with pytest.raises(Failed):
        pace.keep(code())


def test_who_waits_has_all_of_it_again(time: Time) -> None:
    pace = Pace(time)
    for _ in range(2):
        for _ in range(AT_ONCE):
            pace.keep(code())
        time.now += AT_ONCE * EVERY_S


def test_each_code_has_its_own_and_so_many_are_remembered(time: Time) -> None:
    pace = Pace(time)
    for n in range(2 * REMEMBERED):
        pace.keep(code(f"K{n}"))
    assert len(pace._kiosks._free_at) == REMEMBERED


@pytest.mark.parametrize("free", [code(table="A01"), code(role="waiter"), code(role="integration")])
def test_a_party_has_a_measure_of_its_own_and_the_house_has_none(time: Time, free: Token) -> None:
    pace = Pace(time)
    for _ in range(3 * AT_ONCE):
        pace.keep(free)


def phone(n: int, table: str = "A01") -> Token:
    """The pass of a phone whose party is known."""
    return replace(code(f"guest_{n}", table), party=f"S-{table}")


def taken(ask: Callable[[Token], None], token: Token, most: int) -> int:
    """How often it is let through, at most so many times."""
    for n in range(most):
        try:
            ask(token)
        except Failed:
            return n
    return most


@pytest.mark.parametrize(
    ("what", "own", "together"), [("keep", PHONE_DOES, TABLE_DOES), ("read", PHONE_READS, TABLE_READS)]
)
def test_a_phone_that_hammers_keeps_no_other_from_anything(
    what: str, own: Measure, together: Measure, time: Time
) -> None:
    ask = getattr(Pace(time), what)
    assert taken(ask, phone(0), 10 * own.at_once) == own.at_once
    # Its neighbours at the table, and those at all others, have all that is theirs.
    assert taken(ask, phone(1), own.at_once) == own.at_once
    assert taken(ask, phone(2, "A02"), own.at_once) == own.at_once
    # A table full of phones that hammer is held back as well, and none beside it.
    rest = sum(taken(ask, phone(n), own.at_once) for n in range(3, 3 + together.at_once // own.at_once))
    assert rest == together.at_once - 2 * own.at_once
    assert taken(ask, phone(1_000, "A02"), own.at_once) == own.at_once
    time.now += 10 * own.every_s
    assert taken(ask, phone(0), 100) == 10


def test_what_is_read_takes_nothing_from_what_is_ordered(time: Time) -> None:
    pace = Pace(time)
    assert taken(pace.read, phone(0), 10 * PHONE_READS.at_once) == PHONE_READS.at_once
    assert taken(pace.keep, phone(0), PHONE_DOES.at_once) == PHONE_DOES.at_once


def test_a_full_house_behind_one_address_sits_down_at_once_and_no_crowd_of_new_phones_does(time: Time) -> None:
    pace = Pace(time)
    for _ in range(NEW.at_once):
        pace.scanned("203.0.113.7")
    with pytest.raises(Failed):
        pace.scanned("203.0.113.7")
    pace.scanned("203.0.113.8")
    for _ in range(2 * NEW.at_once):
        pace.scanned("127.0.0.1")


async def test_who_has_scanned_already_is_not_new_and_a_phone_that_hammers_is_told(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pace, "scanned", lambda self, address: seen.append(address))
    seen: list[str] = []
    link = (await codes(api))["A01"]
    async with guests_phone(api) as one:
        await one.scan(link)
        assert len(seen) == 1
        await one.scan(link)
        assert len(seen) == 1
        for _ in range(20 * PHONE_READS.at_once):
            refused = await one.client.get("/guest/now")
            if refused.status_code != 200:
                break
        assert (refused.status_code, refused.json()["reason"]) == (429, "too_often")
        assert int(refused.headers["retry-after"]) >= 1
        async with guests_phone(api) as other:
            await other.scan(link)
            assert (await other.client.get("/guest/now")).status_code == 200
        # What is chosen can still be ordered.
        assert (await one.order("tofu", table="A01")).status_code == 201


async def test_a_kiosk_that_floods_the_house_is_told_when_to_come_again(api: Api) -> None:
    _, kiosk = await api.tokens.create("guest", "kiosk")
    body = {"service": "takeaway", "lines": [{"dish": "tofu", "qty": 1}]}
    answers = [await api.post("/rounds", body, kiosk, f"the-kiosks-own-key-{n}") for n in range(AT_ONCE + 5)]
    assert [answer.status_code for answer in answers[:AT_ONCE]] == [201] * AT_ONCE
    assert {answer.json()["reason"] for answer in answers[AT_ONCE:] if answer.status_code == 429} == {"too_often"}
    assert len(api.store.state.orders.bills) < AT_ONCE + 5
