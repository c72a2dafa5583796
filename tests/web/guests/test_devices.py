"""Tablets at a table and kiosks: devices of the house on which guests order."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.clear_session import ClearSession
from kds.storage.devices import pair
from kds.storage.tokens import GuestPlace
from kds.web.auth import COOKIE
from tests.web.forms import sent, shown
from tests.web.guests.phones import Phone, codes, phone
from tests.web.served import Api

PAIR = "/screens/pair"


async def device(api: Api, at: Phone, place: GuestPlace) -> None:
    """This browser is a device of the house from now on."""
    _, secret = await pair(api.tokens, "a device", place)
    at.client.cookies.set(COOKIE, secret)
    answer = await at.client.get("/guest", headers={"accept": "text/html"})
    assert answer.status_code == 200
    at.visit = (await at.now())["visit"]


def seen(now: dict[str, Any]) -> list[int]:
    """How many lines each round has that the device shows."""
    return [len(each["lines"]) for each in now["now"]["rounds"]]


async def test_a_tablet_orders_for_whoever_sits_at_its_table(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        assert (await tablet.order("beef", table="A01", channel="tablet")).status_code == 201
        visit = tablet.visit
        assert seen(await tablet.now()) == [1]
        # The same visit: what was on its way when the party was opened still goes.
        assert (await tablet.order("tofu", table="A01", channel="tablet")).status_code == 201
        assert (await tablet.now())["visit"] == visit
        assert api.store.state.orders.rounds[(await tablet.now())["now"]["rounds"][0]["round"]].channel == "tablet"


async def test_with_the_next_party_it_shows_and_sends_nothing_of_the_last(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await tablet.order("beef", table="A01", channel="tablet")
        session, before = await tablet.session(), tablet.visit
        assert session is not None
        await api.pay((await tablet.now())["bills"][0])
        assert seen(await tablet.now()) == []
        await api.do(ClearSession(session))
        assert (await tablet.now())["visit"] != before
        answer = await tablet.order("tofu", table="A01", channel="tablet")
        assert (answer.status_code, answer.json()["reason"]) == (409, "visit_over")


async def test_it_goes_nowhere_but_to_its_table(api: Api) -> None:
    await api.order("tofu", table="A02")
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        assert (await tablet.order("beef", table="A02", channel="tablet")).status_code == 403
        assert (await tablet.order("beef", table="A01", channel="kiosk")).status_code == 403
        for page in ("/floor", "/cashier", "/order?table=A02", "/menu", "/settings"):
            assert (await tablet.client.get(page, headers={"accept": "text/html"})).status_code in (303, 403)


async def test_phones_at_the_table_share_its_party(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as tablet, phone(api) as ann:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await ann.scan(links["A01"])
        await tablet.order("beef", table="A01", channel="tablet")
        assert await ann.session() == await tablet.session()


@pytest.mark.parametrize("service", ["takeaway", "dine_in"])
async def test_a_kiosk_opens_a_party_with_every_order(api: Api, service: str) -> None:
    await api.do(ChangeHouse(dine_in_by_number=True))
    async with phone(api) as kiosk:
        await device(api, kiosk, GuestPlace("kiosk"))
        orders = [await kiosk.order("tofu", channel="kiosk", service=service) for _ in range(2)]
        assert [each.status_code for each in orders] == [201, 201]
        assert len({each.json()["session"] for each in orders}) == 2
        # Who comes next sees nothing of it.
        now = await kiosk.now()
        assert (now["now"]["party"], now["now"]["rounds"], now["bills"]) == (None, [], [])


async def test_a_device_is_paired_from_the_page_of_screens(api: Api) -> None:
    form = {"language": "zh", "name": "Tablet 1", "screen": "@tablet", "invite": "1"}
    answer = await sent(api, PAIR, form)
    assert answer.status == 422
    assert "Choose the table at which it stands." in answer.html
    assert "for one device" in (await sent(api, PAIR, {**form, "table": "A01"})).html
    assert "for one device" in (await sent(api, PAIR, {**form, "screen": "@kiosk"})).html
    await pair(api.tokens, "Tablet 1", GuestPlace("tablet", "A01"))
    await pair(api.tokens, "Kiosk 1", GuestPlace("kiosk"))
    html = (await shown(api, PAIR)).html
    assert "Tablet at a table: A01" in html
    assert ">Kiosk" in html


async def test_a_device_that_is_unpaired_opens_nothing_any_more(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        (found,) = [each for each in api.tokens.devices() if each.channel == "tablet"]
        assert (await sent(api, "/screens/unpair", {"device": found.id})).status == 303
        assert (await tablet.client.get("/guest/now")).status_code == 401
        assert (await tablet.order("tofu", table="A01", channel="tablet")).status_code == 401


async def test_when_it_was_last_there_is_known_as_of_any_device(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        (found,) = [each for each in api.tokens.devices() if each.channel == "tablet"]
        assert found.seen_at is not None
