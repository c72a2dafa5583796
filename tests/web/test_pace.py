"""A guest's code without a table orders at the pace of people."""

from __future__ import annotations

import pytest

from kds.storage.tokens import Role, Token
from kds.web.pace import AT_ONCE, CODES, EVERY_S, Pace
from kds.web.problems import Failed
from tests.web.served import Api


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
    for n in range(2 * CODES):
        pace.keep(code(f"K{n}"))
    assert len(pace._free_at) == CODES


@pytest.mark.parametrize("free", [code(table="A01"), code(role="waiter"), code(role="integration")])
def test_a_party_has_a_measure_of_its_own_and_the_house_has_none(time: Time, free: Token) -> None:
    pace = Pace(time)
    for _ in range(3 * AT_ONCE):
        pace.keep(free)


async def test_a_kiosk_that_floods_the_house_is_told_when_to_come_again(api: Api) -> None:
    _, kiosk = await api.tokens.create("guest", "kiosk")
    body = {"service": "takeaway", "lines": [{"dish": "tofu", "qty": 1}]}
    answers = [await api.post("/rounds", body, kiosk, f"the-kiosks-own-key-{n}") for n in range(AT_ONCE + 5)]
    assert [answer.status_code for answer in answers[:AT_ONCE]] == [201] * AT_ONCE
    assert {answer.json()["reason"] for answer in answers[AT_ONCE:] if answer.status_code == 429} == {"too_often"}
    assert len(api.store.state.orders.bills) < AT_ONCE + 5
