"""Pairing, signing in and a screen's settings as requests: who may, from where, and what is stored."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from kds.web.pages.codes import MOST_OF_ONE
from kds.web.pages.tries import USUAL
from tests.web.served import Api

OURS = {"sec-fetch-site": "same-origin", "accept": "text/html", "accept-language": "en"}
PAIRING: dict[str, Any] = {"screen": "cold", "language": "en", "name": "Wall 1"}


async def post(
    api: Api, path: str, role: str | None = None, headers: dict[str, str] | None = None, **fields: Any
) -> httpx2.Response:
    """Post a form as a page of ours does; `headers` in place of what says so."""
    sent = dict(OURS if headers is None else headers)
    if role is not None:
        sent["authorization"] = f"Bearer {api.secrets[role]}"
    return await api.client.post(path, data=fields, headers=sent)


async def waiting(api: Api) -> Any:
    """A device that shows a code."""
    return (await post(api, "/screens/code")).json()


async def paired(api: Api) -> str:
    """A device that was let in; the secret of its token."""
    device = await waiting(api)
    answer = await post(api, "/screens/pair", "manager", code=device["code"], **PAIRING)
    assert answer.status_code == 303, answer.text
    claimed = await post(api, "/screens/claim", claim=device["claim"])
    assert claimed.json() == {"state": "paired", "to": "/screens/cold?lang=en"}
    cookie = claimed.headers["set-cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
    assert "max-age=31536000" in cookie.lower()
    secret = str(claimed.cookies["kds_token"])
    api.client.cookies.clear()
    return secret


async def test_a_device_gets_a_token_of_its_own_once_its_code_was_typed_in(api: Api) -> None:
    device = await waiting(api)
    assert (await post(api, "/screens/claim", claim=device["claim"])).json()["state"] == "waiting"
    secret = await paired(api)
    (stored,) = [each for each in await api.tokens.list_all() if each.screen]
    assert (stored.role, stored.name, stored.screen, stored.language) == ("kitchen", "Wall 1", "cold", "en")
    wall = await api.client.get("/screens/cold", headers={"cookie": f"kds_token={secret}"})
    assert wall.status_code == 200
    again = await api.client.get("/screens", headers={"cookie": f"kds_token={secret}"})
    assert (again.status_code, again.headers["location"]) == (303, "/screens/cold?lang=en")


@pytest.mark.parametrize(
    ("role", "status"), [("kitchen", 303), ("manager", 303), ("waiter", 403), ("guest", 403), ("integration", 403)]
)
async def test_who_may_pair(api: Api, role: str, status: int) -> None:
    device = await waiting(api)
    answer = await post(api, "/screens/pair", role, code=device["code"], **PAIRING)
    assert answer.status_code == status


async def test_strangers_and_devices_pair_nothing(api: Api) -> None:
    device = await waiting(api)
    stranger = await post(api, "/screens/pair", code=device["code"], **PAIRING)
    assert (stranger.status_code, stranger.headers["location"]) == (303, "/sign-in")
    api.secrets["device"] = await paired(api)
    for path in ("/screens/pair", "/screens/unpair", "/screens/cold/settings", "/acknowledge"):
        assert (await post(api, path, "device", code=device["code"], **PAIRING)).status_code == 403, path
    assert (await post(api, "/screens/claim", claim=device["claim"])).json()["state"] == "waiting"


async def test_a_code_is_good_once_and_a_wrong_one_for_nothing(api: Api) -> None:
    device = await waiting(api)
    first = await post(api, "/screens/pair", "manager", code=device["code"], **PAIRING)
    second = await post(api, "/screens/pair", "manager", code=device["code"], **PAIRING)
    assert (first.status_code, second.status_code) == (303, 422)
    assert "No device shows this code" in second.text
    assert len([each for each in await api.tokens.list_all() if each.screen]) == 1


async def test_guessing_comes_to_an_end(api: Api) -> None:
    device = await waiting(api)
    for _ in range(USUAL.wrong):
        assert (await post(api, "/screens/pair", "kitchen", code="AAAAAA", **PAIRING)).status_code == 422
    answer = await post(api, "/screens/pair", "kitchen", code=device["code"], **PAIRING)
    assert answer.status_code == 429
    assert "Wait a minute" in answer.text
    assert (await post(api, "/screens/pair", "manager", code=device["code"], **PAIRING)).status_code == 303


async def test_strangers_at_the_same_address_cannot_shut_it_for_the_house(api: Api) -> None:
    """A guest behind the house's own address has all its places: who has signed in at a device gets another."""
    for _ in range(MOST_OF_ONE):
        assert (await post(api, "/screens/code")).status_code == 200
    busy = await post(api, "/screens/code")
    assert busy.status_code == 503
    assert "sign in at this device" in busy.text
    for role, status in (("guest", 503), ("waiter", 503), ("kitchen", 200), ("manager", 200)):
        assert (await post(api, "/screens/code", role)).status_code == status, role
    device = (await post(api, "/screens/code", "manager")).json()
    assert (await post(api, "/screens/pair", "kitchen", code=device["code"], **PAIRING)).status_code == 303
    claimed = await post(api, "/screens/claim", claim=device["claim"])
    assert claimed.json()["state"] == "paired"


async def test_a_good_token_signs_in_whatever_others_at_the_same_address_tried(api: Api) -> None:
    for _ in range(USUAL.wrong):
        assert (await post(api, "/sign-in", token="kds_guess")).status_code == 422
    assert (await post(api, "/sign-in", token="kds_guess")).status_code == 429
    answer = await post(api, "/sign-in", token=api.secrets["manager"])
    assert (answer.status_code, answer.cookies["kds_token"]) == (303, api.secrets["manager"])
    api.client.cookies.clear()


async def test_wrong_tokens_count_for_the_whole_network_that_they_come_from(api: Api) -> None:
    answers = []
    for number in range(USUAL.wrong + 1):
        inner = api.client._transport
        assert isinstance(inner, httpx2.ASGITransport)
        transport = httpx2.ASGITransport(app=inner.app, client=(f"2001:db8::{number + 1}", 1))
        async with httpx2.AsyncClient(transport=transport, base_url="http://kds") as client:
            answers.append(await client.post("/sign-in", data={"token": "kds_guess"}, headers=OURS))
    assert [each.status_code for each in answers] == [422] * USUAL.wrong + [429]


async def test_a_paired_device_is_nobody_of_the_house(api: Api) -> None:
    api.secrets["device"] = await paired(api)
    for _ in range(MOST_OF_ONE):
        await post(api, "/screens/code")
    assert (await post(api, "/screens/code", "device")).status_code == 503


@pytest.mark.parametrize("wrong", [{"screen": "cellar"}, {"screen": ""}, {"language": "fr"}])
async def test_only_screens_and_languages_that_there_are(api: Api, wrong: dict[str, str]) -> None:
    device = await waiting(api)
    answer = await post(api, "/screens/pair", "manager", code=device["code"], **{**PAIRING, **wrong})
    assert answer.status_code == 422
    assert (await post(api, "/screens/pair", "manager", code=device["code"], **PAIRING)).status_code == 303


@pytest.mark.parametrize(
    ("headers", "mine"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://kds"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://kds"}, True),
        ({"origin": "http://evil"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
async def test_no_foreign_page_can_post(api: Api, headers: dict[str, str], mine: bool) -> None:
    paths = ("/screens/code", "/screens/claim", "/screens/pair", "/screens/unpair", "/screens/wall/settings")
    for path in (*paths, "/sign-in", "/sign-out", "/acknowledge"):
        answer = await post(api, path, "manager", headers, ticket="T1")
        assert (answer.status_code != 403) == mine, path


async def test_an_unpaired_device_is_to_be_paired_again(api: Api) -> None:
    secret = await paired(api)
    (stored,) = [each for each in await api.tokens.list_all() if each.screen]
    page = await api.client.get("/screens/pair", headers={**OURS, "authorization": f"Bearer {api.secrets['kitchen']}"})
    assert "Wall 1" in page.text
    assert (await post(api, "/screens/unpair", "kitchen", device=stored.id)).status_code == 303
    wall = await api.client.get("/screens/cold", headers={"cookie": f"kds_token={secret}"})
    assert (wall.status_code, wall.headers["location"]) == (303, "/screens")


async def test_unpairing_takes_no_right_from_a_person(api: Api) -> None:
    (waiter,) = [each for each in await api.tokens.list_all() if each.role == "waiter"]
    await post(api, "/screens/unpair", "manager", device=waiter.id)
    assert all(each.revoked_at is None for each in await api.tokens.list_all())


async def test_signing_in_remembers_a_good_token_and_goes_on(api: Api) -> None:
    wrong = await post(api, "/sign-in", token="kds_wrong", next="/screens/pair")
    assert wrong.status_code == 422
    assert "set-cookie" not in wrong.headers
    asked = await api.client.get("/screens/pair")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=/screens/pair")
    answer = await post(api, "/sign-in", token=f" {api.secrets['manager']} ", next="/screens/pair")
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens/pair")
    assert (await api.client.get("/screens/pair")).status_code == 200
    assert (await post(api, "/sign-out")).status_code == 303
    assert (await api.client.get("/screens/pair")).status_code == 303


@pytest.mark.parametrize("after", ["http://evil/", "//evil/", "/\\evil", "evil", "", "/a\r\nx: y"])
async def test_signing_in_leads_nowhere_else(api: Api, after: str) -> None:
    answer = await post(api, "/sign-in", token=api.secrets["manager"], next=after)
    assert answer.headers["location"] == "/"


async def set_screen(api: Api, role: str = "manager", screen: str = "cold", **fields: str) -> httpx2.Response:
    form: dict[str, Any] = {"text": "large", "reserved": "3", "key": "k1", **fields}
    return await post(api, f"/screens/{screen}/settings", role, **form)


async def test_a_screens_settings_stand_in_the_ledger(api: Api) -> None:
    before = dict(api.store.state.kitchen.screens)
    answer = await set_screen(api)
    assert (answer.status_code, answer.headers["location"]) == (303, "/screens/cold/settings?saved=1")
    screen = api.store.state.kitchen.screens["cold"]
    assert (screen.text, screen.reserved, screen.all_day) == ("large", 3, False)
    assert api.store.state.kitchen.screens["wall"] == before["wall"]
    (event,) = (await api.get("/events", since=api.store.head.seq - 1)).json()["events"]
    assert event["type"] == "KitchenChanged"


async def test_the_same_form_again_and_no_change_leave_the_ledger_alone(api: Api) -> None:
    await set_screen(api)
    seq = api.store.head.seq
    await set_screen(api)
    await set_screen(api, key="k2")
    assert api.store.head.seq == seq
    await set_screen(api, key="k3", all_day="on")
    assert api.store.state.kitchen.screens["cold"].all_day
    assert api.store.head.seq == seq + 1


@pytest.mark.parametrize(
    "wrong", [{"reserved": "8"}, {"reserved": "-1"}, {"reserved": "x"}, {"reserved": ""}, {"text": "huge"}]
)
async def test_settings_that_make_no_sense_change_nothing(api: Api, wrong: dict[str, str]) -> None:
    seq = api.store.head.seq
    assert (await set_screen(api, **wrong)).status_code == 422
    assert api.store.head.seq == seq


async def test_only_managers_set_screens_that_there_are(api: Api) -> None:
    assert (await set_screen(api, "kitchen")).status_code == 403
    assert (await set_screen(api, screen="cellar")).status_code == 404


async def test_two_who_set_a_screen_each_do_not_undo_each_other(api: Api) -> None:
    await asyncio.gather(set_screen(api, screen="cold", key="a"), set_screen(api, screen="wall", key="b"))
    assert {screen.reserved for screen in api.store.state.kitchen.screens.values()} == {3}
