"""Guests whom the staff have to seat first: what is told to whom, by phone and by tablet."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.model import ASK_SHOWN_MS
from kds.storage.tokens import GuestPlace
from tests.web.guests.phones import Phone, codes, phone
from tests.web.guests.test_devices import device
from tests.web.guests.test_entering import seat
from tests.web.guests.test_sharing import LOOK, Table
from tests.web.served import Api

ASK, DECLINE = "/tables/A01/ask-seat", "/tables/A01/decline-seat"


@pytest.fixture
async def house(api: Api) -> Api:
    await api.do(ChangeHouse(seated_first=True))
    return api


async def known(one: Phone) -> Any:
    """What the page knows of it."""
    return (await one.now())["seat"]


async def on_map(api: Api) -> tuple[str, int | None]:
    """How the staff see the table."""
    tables = (await api.get("/floor", "waiter")).json()["tables"]
    found = next(each for each in tables if each["table"] == "A01")
    return found["phase"], found["seat_asked_at"]


async def test_a_phone_asks_and_is_told_since_when_the_staff_know(house: Api) -> None:
    links = await codes(house)
    async with phone(house) as ann, phone(house) as ben:
        for each in (ann, ben):
            await each.scan(links["A01"])
        assert await known(ann) is None
        answer = await ann.post(ASK)
        assert answer.status_code == 200, answer.text
        since = answer.json()["asked_at"]
        told = {"asked_at": since, "declined": False}
        assert (await known(ann), await known(ben)) == (told, told)
        assert await on_map(house) == ("wants_seat", since)
        before = house.store.head.seq
        assert (await ben.post(ASK)).json()["asked_at"] == since
        assert house.store.head.seq == before, "within a minute they are heard once"


async def test_so_does_a_tablet_and_no_kiosk(house: Api) -> None:
    async with phone(house) as tablet, phone(house) as kiosk:
        await device(house, tablet, GuestPlace("tablet", "A01"))
        await device(house, kiosk, GuestPlace("kiosk"))
        assert (await tablet.order("beef", table="A01", channel="tablet")).json()["reason"] == "seat_first"
        assert (await kiosk.post(ASK)).json()["reason"] == "forbidden"
        assert (await tablet.post(ASK)).status_code == 200
        assert (await known(tablet))["declined"] is False
        assert await known(kiosk) is None


async def test_whoever_is_at_another_table_or_of_another_visit_asks_nothing(house: Api) -> None:
    links = await codes(house)
    async with phone(house) as ann:
        await ann.scan(links["A02"])
        assert (await ann.post(ASK)).json()["reason"] == "not_your_table"
        assert (await ann.post("/tables/A02/ask-seat", visit="guest_of_before")).json()["reason"] == "visit_over"
        assert (await ann.post(DECLINE)).json()["reason"] == "forbidden"
        assert await on_map(house) == ("free", None)


async def test_with_the_party_it_is_over_and_the_order_goes(house: Api) -> None:
    links = await codes(house)
    async with phone(house) as ann:
        await ann.scan(links["A01"])
        await ann.post(ASK)
        session = await seat(house, "A01")
        assert await known(ann) is None
        assert await on_map(house) == ("open", None)
        assert (await ann.order("beef", table="A01")).json()["session"] == session
        assert (await ann.post(ASK)).json()["reason"] == "seated_already"


async def test_where_nobody_was_found_every_phone_is_told_and_the_staff_are_left_alone(house: Api) -> None:
    links = await codes(house)
    async with phone(house) as ann, phone(house) as ben:
        for each in (ann, ben):
            await each.scan(links["A01"])
        await ann.post(ASK)
        assert (await house.post(DECLINE, {}, "waiter")).status_code == 200
        assert await on_map(house) == ("free", None)
        for each in (ann, ben):
            assert (await known(each))["declined"] is True
            answer = await each.post(ASK)
            assert (answer.status_code, answer.json()["reason"]) == (409, "seat_declined")
        house.hands.ms += ASK_SHOWN_MS
        assert await known(ann) is None
        assert (await ann.post(ASK)).status_code == 200


async def test_what_was_asked_long_ago_is_shown_to_nobody(house: Api) -> None:
    links = await codes(house)
    async with phone(house) as ann:
        await ann.scan(links["A01"])
        await ann.post(ASK)
        house.hands.ms += ASK_SHOWN_MS
        assert await known(ann) is None
        assert await on_map(house) == ("free", None)


async def test_whoever_may_open_tables_may_say_that_nobody_is_there(house: Api) -> None:
    for role, status in (("waiter", 200), ("manager", 200), ("integration", 200), ("kitchen", 403), ("guest", 403)):
        assert (await house.post(DECLINE, {}, role)).status_code == status, role


async def test_the_phones_at_the_table_look_at_once(house: Api) -> None:
    table = Table(house)
    ann, other = table.comes("ann"), table.comes("eve", key="table A02")
    table.news(ann)
    table.news(other)
    for path in (ASK, DECLINE):
        await house.post(path, {})
        assert table.news(ann) == [LOOK]
    assert table.news(other) == []
