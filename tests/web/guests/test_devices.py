"""Tablets at a table and kiosks: devices of the house on which guests order."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeRule
from kds.core.day.change_house import ChangeHouse
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.types import Name
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


async def test_the_next_party_goes_on_when_the_one_before_is_cleared_at_last(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await tablet.order("beef", table="A01", channel="tablet")
        before, visit = await tablet.session(), tablet.visit
        assert before is not None
        await api.pay((await tablet.now())["bills"][0])
        tablet.visit = (await tablet.now())["visit"]
        assert tablet.visit != visit
        await tablet.order("tofu", table="A01", channel="tablet")
        await api.do(ClearSession(before))
        assert (await tablet.now())["visit"] == tablet.visit
        assert (await tablet.order("cola", session=await tablet.session(), channel="tablet")).status_code == 201


async def test_with_a_party_that_moves_away_its_visit_ends(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await tablet.order("beef", table="A01", channel="tablet")
        session, visit = await tablet.session(), (await tablet.now())["visit"]
        assert session is not None
        await api.do(MoveSession(session, "A02"))
        assert (await tablet.now())["visit"] != visit
        assert (await tablet.order("tofu", session=session, channel="tablet")).json()["reason"] == "visit_over"


async def test_a_party_that_comes_and_goes_ends_nobody_elses_visit(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await tablet.order("beef", table="A01", channel="tablet")
        one, visit = await tablet.session(), (await tablet.now())["visit"]
        other = (await api.post("/sessions", {"table": "A02"})).json()["session"]
        await api.do(MoveSession(other, "A01"))
        assert (await tablet.now())["state"] == "ended", "nobody knows whose the tablet is"
        await api.do(MoveSession(other, "A02"))
        assert (await tablet.now())["visit"] == visit
        assert (await tablet.order("tofu", session=one, channel="tablet")).status_code == 201


async def test_a_device_that_is_unpaired_opens_nothing_any_more(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        (found,) = [each for each in api.tokens.devices() if each.channel == "tablet"]
        assert (await sent(api, "/screens/unpair", {"device": found.id})).status == 303
        assert (await tablet.client.get("/guest/now")).status_code == 401
        assert (await tablet.order("tofu", table="A01", channel="tablet")).status_code == 401


async def test_a_kiosk_is_told_of_the_service_that_was_chosen(api: Api) -> None:
    here = SurchargeRule("tea", Name("茶位费", "Tea"), "per_head", 300, automatic=True, services=("dine_in",))
    await api.do(ChangeBilling(surcharges=(here,)))
    await api.do(ChangeHouse(dine_in_by_number=True, base_at_once=True))

    async def said(query: str) -> dict[str, Any]:
        answer = await kiosk.client.get(f"/guest/now{query}")
        found: dict[str, Any] = answer.json()
        assert answer.status_code == 200, found
        return found

    async with phone(api) as kiosk:
        await device(api, kiosk, GuestPlace("kiosk"))
        assert [each["kind"] for each in (await said("?service=dine_in"))["surcharges"]] == ["per_head"]
        assert (await said("?service=takeaway"))["surcharges"] == (await said(""))["surcharges"] == []
        # Each of its orders opens a party: a base that went by itself would be another's.
        assert not (await said("?service=dine_in"))["base_at_once"]
        assert not (await said("?service=dine_in"))["number_plates"]
        await api.do(ChangeHouse(number_plates=True))
        assert (await said("?service=dine_in"))["number_plates"]
        order = await kiosk.order("tofu", channel="kiosk", service="dine_in", plate="27")
        again = await kiosk.order("tofu", channel="kiosk", service="dine_in", plate="27")
        assert (order.status_code, again.status_code, again.json()["reason"]) == (201, 409, "plate_out")
        assert (await said("?service=dine_in"))["plates_out"] == ["27"]
        await api.do(ChangeHouse(dine_in_by_number=False))
        told = await said("?service=dine_in")
        assert not told["number_plates"]
        assert (told["dine_in_by_number"], told["surcharges"]) == (False, [])


async def test_a_service_that_is_none_is_malformed(api: Api) -> None:
    async with phone(api) as kiosk:
        await device(api, kiosk, GuestPlace("kiosk"))
        answer = await kiosk.client.get("/guest/now?service=delivery")
        assert (answer.status_code, answer.json()["reason"], answer.json()["field"]) == (400, "malformed", "service")


async def test_what_phones_may_not_the_devices_of_the_house_may(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as tablet, phone(api) as kiosk, phone(api) as ann:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await device(api, kiosk, GuestPlace("kiosk"))
        await ann.scan(links["A01"])
        await api.do(ChangeHouse(guests_order=False))
        assert [(await each.now())["state"] for each in (ann, tablet, kiosk)] == ["ended", "open", "open"]
        assert (await ann.order("tofu", table="A01")).status_code == 409
        assert (await tablet.order("beef", table="A01", channel="tablet")).status_code == 201
        assert (await kiosk.order("tofu", channel="kiosk", service="takeaway")).status_code == 201


async def test_a_device_that_can_order_nothing_now_looks_again_by_itself(api: Api) -> None:
    links = await codes(api)
    async with phone(api) as tablet, phone(api) as ann:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        await ann.scan(links["A01"])
        for _ in range(2):
            await api.do(OpenSession("A01", 2, share=True))
        shown = await tablet.client.get("/guest", headers={"accept": "text/html"})
        assert (shown.status_code, shown.headers["refresh"]) == (403, "20")
        assert "refresh" not in (await ann.client.get("/guest", headers={"accept": "text/html"})).headers


@pytest.mark.parametrize(("place", "script"), [(GuestPlace("tablet", "A01"), "tablet"), (GuestPlace("kiosk"), "kiosk")])
async def test_each_device_has_its_own_page_which_leads_nowhere_else(api: Api, place: GuestPlace, script: str) -> None:
    async with phone(api) as at:
        await device(api, at, place)
        html = (await at.client.get("/guest", headers={"accept": "text/html"})).text
        assert f"js/guest/{script}.whole.js" in html
        links = re.findall(r'<a[^>]* href="([^"]*)"', html)
        assert links
        assert all(each.startswith("/guest?lang=") for each in links), links


async def test_when_it_was_last_there_is_known_as_of_any_device(api: Api) -> None:
    async with phone(api) as tablet:
        await device(api, tablet, GuestPlace("tablet", "A01"))
        (found,) = [each for each in api.tokens.devices() if each.channel == "tablet"]
        assert found.seen_at is not None
