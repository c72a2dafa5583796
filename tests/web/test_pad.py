"""People sign in at a paired device with a PIN, speak as themselves, and are signed out: at once, or when idle."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.people.change_person import ChangePerson
from kds.storage.devices import unpair
from kds.storage.tokens import SignIn
from kds.web.auth import COOKIE, PERSON
from tests.runtime.waiting import until
from tests.web.pads import PIN, WRONG, Pad, paired, works
from tests.web.served import Api, serving

MINUTE_MS = 60_000
ORDER = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}


def wait(api: Api, minutes: int) -> None:
    """So long nothing is touched."""
    api.hands.ms += minutes * MINUTE_MS


async def rows(api: Api) -> list[str]:
    """The people in the table of tokens."""
    return [each.person for each in await api.tokens.list_all() if each.person is not None]


async def test_a_device_alone_shows_the_pad_and_may_nothing(api: Api) -> None:
    await works(api, "Lin", "waiter")
    await works(api, "No pin", "waiter", None)
    pad = await paired(api)
    shown = await pad.get("/sign-in")
    assert shown.status_code == 200
    assert "Lin" in shown.text
    assert "No pin" not in shown.text
    assert "Till 1" in shown.text
    for path in ("/", "/floor", "/cashier", "/screens/wall", "/screens", "/screens/pair", "/days"):
        answer = await pad.get(path)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in"), path
    assert (await pad.do("/rounds", ORDER)).status_code == 401
    assert (await pad.get("/api/v1/menu")).status_code == 401
    assert await pad.state() == "out"


async def test_who_signs_in_speaks_as_themselves_at_this_device(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    answer = await pad.enter(lin, next="/floor")
    assert answer.json() == {"state": "right", "to": "/floor"}
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert (await pad.do("/rounds", ORDER)).status_code == 201
    (event,) = [each for each in await api.store.ledger.read(0, 1_000) if each.type == "RoundPlaced"]
    assert (event.actor, event.device) == (lin, pad.device)
    page = await pad.get("/floor")
    assert page.status_code == 200
    assert f'data-actor="{lin}"' in page.text
    assert "Lin" in page.text
    assert 'action="/sign-out"' in page.text


async def test_a_name_stands_in_no_token(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    (token,) = api.tokens.sign_ins()
    assert (token.person, token.device, token.role, token.name) == (lin, pad.device, "waiter", "")


async def test_a_sign_in_is_good_at_its_own_device_alone(api: Api) -> None:
    lin, pad, other = await works(api, "Lin", "waiter"), await paired(api), await paired(api, "Till 2")
    await pad.enter(lin)
    secret = pad.cookies[PERSON]
    other.cookies[PERSON] = secret
    assert await other.state() == "out"
    alone = Pad(api, "none", secret)
    alone.cookies = {PERSON: secret}
    assert (await alone.do("/rounds", ORDER)).status_code == 401
    assert (await api.get("/menu", secret)).status_code == 401, "it is no login code"


@pytest.mark.parametrize("pin", [WRONG, "", "258", "25801", "２５８０", "2580" * 100])
async def test_a_wrong_pin_is_wrong(api: Api, pin: str) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    answer = await pad.enter(lin, pin)
    assert (answer.status_code, answer.json(), api.tokens.sign_ins()) == (422, {"state": "wrong"}, [])
    assert "set-cookie" not in answer.headers


async def test_who_has_left_or_never_was_gets_in_by_no_pin(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await api.do(ChangePerson(lin, None))
    assert (await pad.enter(lin)).json() == {"state": "wrong"}
    assert (await pad.enter("prs_nobody")).json() == {"state": "wrong"}


async def test_a_pin_is_typed_at_a_paired_device_alone(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    for secret in ("", api.secrets["waiter"], api.secrets["guest"]):
        pad.cookies = {COOKIE: secret}
        assert (await pad.enter(lin)).status_code == 401
    pad = await paired(api)
    answer = await pad.request(
        "POST", "/sign-in/pin", data={"person": lin, "pin": PIN}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_the_next_who_signs_in_takes_the_place_of_who_was(api: Api) -> None:
    lin, may, pad = await works(api, "Lin", "waiter"), await works(api, "May", "manager"), await paired(api)
    await pad.enter(lin)
    await pad.enter(may)
    assert [each.person for each in api.tokens.sign_ins()] == [may]
    other = await paired(api, "Till 2")
    await other.enter(may)
    assert [await pad.state(), await other.state()] == ["in", "in"]


async def test_to_lock_is_to_go_back_to_the_pad(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    answer = await pad.request("POST", "/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert await pad.state() == "out"
    assert COOKIE not in answer.headers["set-cookie"], "the device stays paired"


async def left(api: Api, lin: str, pad: Pad) -> None:
    await api.do(ChangePerson(lin, None))


async def promoted(api: Api, lin: str, pad: Pad) -> None:
    await api.do(ChangePerson(lin, "manager"))


async def erased(api: Api, lin: str, pad: Pad) -> None:
    await api.people.erase(lin)


async def given_another_pin(api: Api, lin: str, pad: Pad) -> None:
    await api.people.set_pin(lin, "8642")


async def let_go(api: Api, lin: str, pad: Pad) -> None:
    await unpair(api.tokens, pad.device)


@pytest.mark.parametrize("change", [left, promoted, erased, given_another_pin, let_go])
async def test_what_changes_a_person_or_the_device_signs_out_at_once_and_tells_the_sockets(
    api: Api, change: Callable[[Api, str, Pad], Awaitable[None]]
) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    (token,) = api.tokens.sign_ins()
    with api.tokens.held(token) as revoked:
        await change(api, lin, pad)
        assert revoked.is_set()
    assert api.tokens.sign_ins() == []
    assert await pad.state() in ("out", "unpaired")
    assert (await pad.do("/rounds", ORDER)).status_code == 401


async def test_others_stay_signed_in(api: Api) -> None:
    lin, may, pad = await works(api, "Lin", "waiter"), await works(api, "May", "manager"), await paired(api)
    await pad.enter(may)
    await api.do(ChangePerson(lin, None))
    assert await pad.state() == "in"


async def test_whoever_touches_nothing_is_signed_out_and_reading_by_itself_is_no_touch(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    wait(api, 6)
    assert await pad.state(touched=True) == "in"
    wait(api, 6)
    assert await pad.state() == "in"
    await pad.get("/floor")
    wait(api, 5)
    await until(lambda: api.tokens.sign_ins() == [])
    assert await pad.state() == "out"


async def test_a_deed_and_a_page_that_is_gone_to_are_touches(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    (token,) = api.tokens.sign_ins()
    wait(api, 1)
    await pad.do("/rounds", ORDER)
    assert api.tokens.active_at(token) == api.store.now()
    wait(api, 1)
    await pad.request("GET", "/floor", headers={"sec-fetch-mode": "navigate"})
    assert api.tokens.active_at(token) == api.store.now()


async def test_never_is_never_and_the_house_says_how_long(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    assert (await api.post("/house", {"sign_out_after_ms": 1})).status_code == 422
    assert (await api.post("/house", {"sign_out_after_ms": 0})).status_code == 200
    wait(api, 60)
    told = (await pad.get("/sign-in/here")).json()
    assert told == {"state": "in", "left_ms": None, "ping_ms": 30_000}
    await api.do(ChangeHouse(sign_out_after_ms=MINUTE_MS))
    await until(lambda: api.tokens.sign_ins() == [])


async def test_what_has_ended_leaves_no_row(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    for _ in range(5):
        await pad.enter(lin)
    await pad.request("POST", "/sign-out")
    async with asyncio.timeout(10):
        while await rows(api):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_sign_ins_live_over_a_restart(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        lin, may = await works(api, "Lin", "waiter"), await works(api, "May", "manager")
        pad, gone = await paired(api), await paired(api, "Till 2")
        await pad.enter(lin)
        await gone.enter(may)
        at = api.tokens.active_at(api.tokens.sign_ins()[0])
        secrets = api.secrets
        await gone.request("POST", "/sign-out")
    async with serving(tmp_path / "data", secrets) as later:
        pad.api = gone.api = later
        assert [await pad.state(), await gone.state()] == ["in", "out"]
        (token,) = later.tokens.sign_ins()
        assert later.tokens.active_at(token) == at


async def test_a_role_that_changed_while_nobody_looked_ends_the_sign_in(tmp_path: Path) -> None:
    async with serving(tmp_path / "data") as api:
        lin, pad = await works(api, "Lin", "waiter"), await paired(api)
        await api.tokens.create("manager", "", sign_in=SignIn(lin, pad.device))
        secrets = api.secrets
    async with serving(tmp_path / "data", secrets) as later:
        assert later.tokens.sign_ins() == []


async def test_to_sign_in_takes_less_than_two_seconds(api: Api) -> None:
    pads = [await paired(api, f"Till {n}") for n in range(3)]
    staff = [await works(api, f"员工 {n}", "waiter") for n in range(3)]
    await pads[0].get("/sign-in")
    began = time.monotonic()
    answers = await asyncio.gather(*[pad.enter(person) for pad, person in zip(pads, staff, strict=True)])
    pages = await asyncio.gather(*[pad.get("/floor") for pad in pads])
    assert {each.json()["state"] for each in answers} == {"right"}
    assert {each.status_code for each in pages} == {200}
    assert time.monotonic() - began < 2


async def test_the_pairing_page_pairs_such_a_device_and_lets_it_go(api: Api) -> None:
    lin = await works(api, "Lin", "waiter")
    own = {"sec-fetch-site": "same-origin"}
    shown = (await api.client.post("/screens/code", headers=own)).json()
    desk = {**own, "cookie": f"{COOKIE}={api.secrets['manager']}"}
    fields = {"code": shown["code"], "screen": "@people", "language": "en", "name": "Handheld 7"}
    assert (await api.client.post("/screens/pair", data=fields, headers=desk)).status_code == 303
    claimed = await api.client.post("/screens/claim", data={"claim": shown["claim"]}, headers=own)
    assert (claimed.json()["state"], claimed.json()["to"]) == ("paired", "/sign-in?lang=en")
    secret = claimed.cookies[COOKIE]
    (device,) = [each for each in api.tokens.devices() if each.name == "Handheld 7"]
    assert (device.role, device.screen) == ("device", None)
    pad = Pad(api, device.id, secret)
    await pad.enter(lin)
    page = (await api.client.get("/screens/pair", headers=desk)).text
    assert "Handheld 7" in page
    assert "Lin" in page
    await api.client.post("/screens/unpair", data={"device": device.id}, headers=desk)
    assert await pad.state() == "unpaired"
    assert "Handheld 7" not in (await api.client.get("/screens/pair", headers=desk)).text


async def test_colleagues_and_servers_are_called_by_their_names(api: Api) -> None:
    lin, may, pad = await works(api, "Lin", "waiter"), await works(api, "梅", "manager"), await paired(api)
    await works(api, "Chef", "kitchen")
    await pad.enter(lin)
    placed = (await pad.do("/rounds", ORDER)).json()
    sheet = (await pad.get(f"/sessions/{placed['session']}")).text
    assert "Lin" in sheet
    assert "梅" in sheet
    assert may in sheet
    assert "Chef" not in (await pad.get("/drawer")).text
    assert lin not in api.tokens.sign_ins()[0].id
