"""The record tells who let whom in: devices, codes, sign-ins, PINs; by ids, in words on /audit, never by a secret."""

from __future__ import annotations

import re

import pytest

from kds.core.codec import decode
from kds.core.day.change_house import ChangeHouse
from kds.core.people.change_person import ChangePerson
from kds.core.people.events import AccessNoted
from kds.core.types import SYSTEM
from kds.runtime import control
from kds.runtime.messages import StorageFailed
from kds.web.auth import COOKIE
from tests.runtime.waiting import until
from tests.web.forms import sent, shown
from tests.web.pads import PIN, WRONG, paired, works
from tests.web.served import Api

Noted = tuple[str, str, str | None, str, str]
NEW_PIN = "739164"


async def noted(api: Api) -> list[Noted]:
    """Kind, whom it is about, as what, who did it, at which device."""
    found: list[Noted] = []
    for each in await api.store.ledger.read(0, 10_000):
        event = decode(each.type, each.version, each.data)
        if isinstance(event, AccessNoted):
            found.append((event.kind, event.about, event.role, each.actor, each.device or ""))
    return found


async def by_name(api: Api, name: str) -> str:
    return next(each.id for each in await api.tokens.list_all() if each.name == name)


async def test_who_signs_in_and_out_at_a_device_is_told_with_the_device(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    await pad.request("POST", "/sign-out", data={})
    assert await noted(api) == [
        ("signed_in", lin, "waiter", lin, pad.device),
        ("signed_out", lin, "waiter", lin, pad.device),
    ]


async def test_who_touches_nothing_for_long_is_told_once_and_of_the_system(api: Api) -> None:
    await api.do(ChangeHouse(sign_out_after_ms=60_000))
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin)
    api.hands.ms += 120_000
    before = api.store.head.seq
    await until(lambda: api.store.head.seq > before)
    assert (await noted(api))[1:] == [("idle", lin, "waiter", SYSTEM.id, pad.device)]


async def test_wrong_pins_are_told_as_the_lock_out_alone(api: Api) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    for _ in range(4):
        await pad.enter(lin, WRONG)
    assert await noted(api) == []
    for _ in range(4):
        await pad.enter(lin, WRONG)
    assert await noted(api) == [("locked_out", lin, "waiter", pad.device, pad.device)]


async def test_a_device_that_is_paired_and_let_go_is_told(api: Api) -> None:
    code = (await api.client.post("/screens/code", headers={"sec-fetch-site": "same-origin"})).json()["code"]
    await sent(api, "/screens/pair", {"code": code, "screen": "@people", "language": "en", "name": "Till 9"})
    (device,) = [each for each in api.tokens.devices() if each.name == "Till 9"]
    await sent(api, "/screens/unpair", {"device": device.id})
    await sent(api, "/screens/unpair", {"device": device.id})
    manager = await by_name(api, "manager")
    assert await noted(api) == [
        ("paired", device.id, "device", manager, ""),
        ("unpaired", device.id, "device", manager, ""),
    ]


async def test_codes_made_and_revoked_and_links_used_are_told(api: Api) -> None:
    asked = control.RemoteTokens(api.data)
    made, _ = await asked.create("waiter", "tablet")
    link, secret = await asked.create_link("manager", "boss")
    by_hand = {"sec-fetch-mode": "navigate"}
    assert (await api.client.get(f"/floor?token={secret}", headers=by_hand)).status_code == 303
    await asked.revoke(made.id)
    waiter, manager = await by_name(api, "waiter"), await by_name(api, "manager")
    await sent(api, "/people/codes/revoke", {"token": waiter})
    own = next(each.id for each in await api.tokens.list_all() if each.name == "boss" and each.id != link.id)
    assert await noted(api) == [
        ("code_made", made.id, "waiter", SYSTEM.id, ""),
        ("code_made", link.id, "manager", SYSTEM.id, ""),
        ("link_used", own, "manager", own, ""),
        ("code_revoked", made.id, "waiter", SYSTEM.id, ""),
        ("code_revoked", waiter, "waiter", manager, ""),
    ]


async def test_a_browser_that_is_signed_in_by_a_code_and_out_is_told(api: Api) -> None:
    await sent(api, "/sign-in", {"token": api.secrets["waiter"]})
    await sent(api, "/sign-in", {"token": "kds_nonsense"})
    await sent(api, "/sign-out", {}, "waiter")
    waiter = await by_name(api, "waiter")
    assert [each[:4] for each in await noted(api)] == [
        ("signed_in", waiter, "waiter", waiter),
        ("signed_out", waiter, "waiter", waiter),
    ]


async def test_pins_and_erasing_are_told_without_a_pin_or_a_name(api: Api) -> None:
    lin = await works(api, "Lin Unmistakable", "waiter")
    await sent(api, f"/people/{lin}/pin", {"pin": NEW_PIN, "again": NEW_PIN})
    await sent(api, f"/people/{lin}/pin", {"take": ""})
    await api.do(ChangePerson(lin, None))
    await sent(api, f"/people/{lin}/erase", {})
    manager = await by_name(api, "manager")
    assert await noted(api) == [
        ("pin_set", lin, "waiter", manager, ""),
        ("pin_taken", lin, "waiter", manager, ""),
        ("erased", lin, None, manager, ""),
    ]
    whole = b"".join([each.data for each in await api.store.ledger.read(0, 10_000)])
    assert NEW_PIN.encode() not in whole
    assert b"Unmistakable" not in whole


async def test_a_wall_that_comes_back_is_no_event(api: Api) -> None:
    pad = await paired(api)
    for _ in range(3):
        await pad.get("/sign-in")
    assert await noted(api) == []


async def test_what_cannot_be_written_undoes_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)

    async def failing(*_: object) -> None:
        raise StorageFailed

    monkeypatch.setattr(api.store, "submit", failing)
    assert (await pad.enter(lin)).json()["state"] == "right"
    assert await pad.state() == "in"


@pytest.mark.parametrize(("language", "words"), [("en", "Signed in: Lin (waiter)"), ("zh-CN", "登录：Lin（服务员）")])
async def test_it_stands_in_the_record_in_words_and_is_a_kind_of_its_own(api: Api, language: str, words: str) -> None:
    lin, pad = await works(api, "Lin", "waiter"), await paired(api)
    await pad.enter(lin, PIN)
    html = (await shown(api, "/audit?kind=AccessNoted", language=language)).html
    assert re.findall(r"</small><bdi>([^<]*)</bdi></span></th>", html) == [words]
    assert "<bdi>Till 1</bdi>" in html
    assert '<option value="AccessNoted" selected>' in html
    assert COOKIE not in html
