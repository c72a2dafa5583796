"""Somebody who may, approves at the waiter's device by their PIN: of one deed, soon, and with both names."""

from __future__ import annotations

import pytest

from kds.core.people.change_person import ChangePerson
from kds.core.types import Who
from kds.web.approvals import AGAIN_S, FRESH_S, MOST, Approvals
from kds.web.pages.pins import QUICK
from tests.web.pads import PIN, WRONG, Pad, paired, works
from tests.web.served import Api

MAY = Who("prs_may", "manager")
FREE = {"reason": "cold"}


class House:
    """A waiter and a manager, and the waiter's device."""

    def __init__(self, api: Api, waiter: str, manager: str, pad: Pad) -> None:
        self.api = api
        self.waiter = waiter
        self.manager = manager
        self.pad = pad

    async def asked(self, person: str = "", pin: str = PIN, deeds: str = "1") -> list[str]:
        """The words of whoever approves."""
        fields = {"person": person or self.manager, "pin": pin, "deeds": deeds}
        answer = await self.pad.request("POST", "/approvals", data=fields)
        return list(answer.json().get("approvals", [answer.json()["state"]]))

    async def comp(self, line: str, approval: str = "", key: str = "") -> str:
        """Give a line free: "" or why not."""
        answer = await self.pad.do(f"/lines/{line}/comp", FREE, approval, key)
        return "" if answer.status_code == 200 else str(answer.json()["reason"])

    async def line(self) -> str:
        """A line that was ordered."""
        return str((await self.api.order("tofu"))["lines"][0]["line"])


@pytest.fixture
async def house(api: Api) -> House:
    waiter, manager = await works(api, "Lin", "waiter"), await works(api, "May", "manager", "9753")
    pad = await paired(api)
    await pad.enter(waiter)
    return House(api, waiter, manager, pad)


async def test_both_names_and_the_device_stand_in_the_ledger(house: House) -> None:
    line = await house.line()
    assert await house.comp(line) == "forbidden"
    (approval,) = await house.asked(pin="9753")
    assert await house.comp(line, approval) == ""
    events = await house.api.store.ledger.read(0, 1_000)
    (event,) = [each for each in events if each.type == "LineComped"]
    assert (event.actor, event.approver, event.device) == (house.waiter, house.manager, house.pad.device)


async def test_it_is_for_one_deed_which_may_be_sent_again(house: House) -> None:
    first, second = await house.line(), await house.line()
    (approval,) = await house.asked(pin="9753")
    assert await house.comp(first, approval, "the-same-key-again") == ""
    assert await house.comp(first, approval, "the-same-key-again") == ""
    assert await house.comp(second, approval) == "approver_unknown"


async def test_deeds_of_one_press_get_a_word_each(house: House) -> None:
    approvals = await house.asked(pin="9753", deeds="3")
    assert len(set(approvals)) == 3
    assert [await house.comp(await house.line(), each) for each in approvals] == ["", "", ""]
    assert len(await house.asked(pin="9753", deeds="999")) == 50
    assert len(await house.asked(pin="9753", deeds="-2")) == 1


async def test_who_is_signed_in_cannot_approve_of_their_own(house: House) -> None:
    assert await house.asked(house.waiter) == ["own"]


async def test_a_wrong_pin_approves_of_nothing_and_is_slowed(house: House) -> None:
    assert [(await house.asked(pin=WRONG))[0] for _ in range(QUICK.wrong + 1)] == ["wrong"] * QUICK.wrong + ["wait"]


async def test_who_may_not_do_it_either_approves_of_nothing(house: House) -> None:
    other = await works(house.api, "Bo", "waiter", "8642")
    (approval,) = await house.asked(other, "8642")
    assert await house.comp(await house.line(), approval) == "forbidden"


async def test_another_device_has_no_use_for_it(house: House) -> None:
    other = await paired(house.api, "Till 2")
    await other.enter(house.waiter)
    (approval,) = await house.asked(pin="9753")
    answer = await other.do(f"/lines/{await house.line()}/comp", FREE, approval)
    assert answer.json()["reason"] == "approver_unknown"


async def test_who_has_left_meanwhile_approves_of_nothing(house: House) -> None:
    (approval,) = await house.asked(pin="9753")
    await house.api.do(ChangePerson(house.manager, None))
    assert await house.comp(await house.line(), approval) == "approver_unknown"


async def test_a_sign_in_is_no_approval(house: House) -> None:
    other = await paired(house.api, "Till 2")
    await other.enter(house.manager, "9753")
    assert await house.comp(await house.line(), other.cookies["kds_person"]) == "approver_unknown"


async def test_nobody_who_is_not_signed_in_asks(house: House) -> None:
    await house.pad.request("POST", "/sign-out")
    assert await house.asked(pin="9753") == ["out"]
    assert (await house.pad.get("/approvals")).status_code == 401


async def test_those_are_named_who_may_more(house: House) -> None:
    await works(house.api, "Bo", "waiter")
    await works(house.api, "Ann", "owner")
    await works(house.api, "No pin", "manager", None)
    people = (await house.pad.get("/approvals")).json()["people"]
    assert [(each["name"], each["role"]) for each in people] == [("Ann", "owner"), ("May", "manager")]


class Time:
    """Seconds that pass when they are told to."""

    s = 0.0

    def __call__(self) -> float:
        return self.s


def test_it_is_used_soon_and_not_kept() -> None:
    time = Time()
    approvals = Approvals(time)
    early, late = approvals.give(MAY, "tok_lin"), approvals.give(MAY, "tok_lin")
    assert approvals.use(early, b"key") is not None
    time.s += FRESH_S
    assert approvals.use(late, b"key") is None
    assert approvals.use(early, b"key") is not None, "its answer may have been lost"
    time.s += AGAIN_S
    assert approvals.use(early, b"key") is None


def test_no_more_are_remembered_than_so_many() -> None:
    approvals = Approvals(Time())
    first = approvals.give(MAY, "tok_lin")
    for _ in range(MOST - 1):
        last = approvals.give(MAY, "tok_lin")
    assert approvals.use(first, b"key") is not None
    approvals.give(MAY, "tok_lin")
    assert approvals.use(first, b"key") is None
    assert approvals.use(last, b"key") is not None
