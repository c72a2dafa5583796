"""Nobody learns of a practice what the house does not show them, and nobody makes themselves more there."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kds.core.people.change_rights import ChangeRights
from kds.core.rights import AUDIT, CHANGEABLE, RIGHTS, may
from kds.runtime.messages import HOUSE, Sender
from kds.storage.memory_tables import MemoryPeople
from kds.web.auth import who
from kds.web.practice import PRACTICE
from kds.web.problems import Failed
from tests.web.practised import Browser
from tests.web.served import Api

EVERYTHING = {"rights": list(RIGHTS), "limits": []}


async def approved(browser: Browser, path: str, body: Any) -> Any:
    """A deed under the word of the practice's manager, whose PIN is shown."""
    key = "approved-by-the-practice"
    manager = next(each for each in (await browser.get("/approvals?right=people")).json()["people"])
    fields = {"person": manager["person"], "pin": browser.ground.made.pin}
    answer = await browser.form(f"/approvals?practice={browser.claims}", **fields)
    assert answer.status_code == 200, answer.text
    return await browser.do(path, body, answer.json()["approvals"][0], key)


async def test_the_manager_of_a_practice_gives_nobody_their_rights(api: Api) -> None:
    await api.people.add("Zhao Secret", "13800000000")
    browser = Browser(api)
    await browser.begin()
    answer = await approved(browser, "/roles/waiter/rights", EVERYTHING)
    assert (answer.status_code, answer.json()["reason"]) == (403, "not_practised")
    for path in ("/people", "/rights", "/audit", "/audit/export", "/days"):
        page = await browser.get(path)
        assert page.status_code == 403, path
        assert "Zhao Secret" not in page.text
    assert (await browser.get("/api/v1/events?since=0", accept="*/*")).status_code == 403


@pytest.mark.parametrize("role", ["manager", "owner"])
async def test_people_and_rights_are_not_practised_by_whoever_leads(api: Api, role: str) -> None:
    browser = Browser(api, role)
    await browser.begin()
    for path in ("/people", "/rights"):
        page = await browser.get(path)
        assert page.status_code == 403
        assert "cannot be practised" in page.text
        assert f'data-practice="{browser.claims}"' in page.text
    answer = await browser.do("/roles/waiter/rights", EVERYTHING)
    assert answer.json()["reason"] == "not_practised"
    posted = await browser.form(f"/people?practice={browser.claims}", name="New", role="waiter", person="", key="k")
    assert posted.status_code == 403
    assert not may(browser.ground.made.progress._store.state, "waiter", AUDIT)


async def test_a_file_of_the_house_changes_no_rights_in_a_practice(api: Api) -> None:
    browser = Browser(api, "owner")
    await browser.begin()
    store = browser.ground.made.progress._store
    command = ChangeRights("waiter", tuple(RIGHTS))
    for submitted in (
        store.submit(command, Sender(who(browser.ground.token))),
        store.submit_together(command, (), Sender(who(browser.ground.token))),
    ):
        with pytest.raises(Failed, match="not_practised"):
            await submitted


async def test_a_practice_keeps_nobodys_phone(api: Api) -> None:
    card = await api.people.add("Zhao", "13800000000")
    people = MemoryPeople(api.people.all())
    await people.rename(card.person, "Zhao", "13900000000")
    await people.add("Qian", "13700000000")
    assert [each.phone for each in await people.list_all()] == [""] * len(await people.list_all())


async def test_every_practice_ends_when_somebody_is_erased(api: Api) -> None:
    assert api.grounds is not None
    card = await api.people.add("Zhao", "")
    one, other = Browser(api), Browser(api, "manager")
    await one.begin()
    await other.begin()
    await api.people.erase(card.person)
    assert len(api.grounds) == 0
    for browser in (one, other):
        assert (await browser.get("/floor")).headers["location"] == "/practice?ended=1"
        assert PRACTICE not in browser.cookies


async def test_a_practice_that_was_being_made_knows_nothing_of_who_is_erased(api: Api) -> None:
    assert api.grounds is not None
    card = await api.people.add("Zhao Secret", "")
    browser = Browser(api, "manager")
    made, first = api.grounds._make, asyncio.Event()

    async def slowly(*asked: Any) -> Any:
        found = await made(*asked)
        if not first.is_set():
            first.set()
            await api.people.erase(card.person)
        return found

    api.grounds._make = slowly
    assert "Zhao Secret" in (await browser.get("/audit")).text
    await browser.begin()
    assert first.is_set()
    assert "Zhao Secret" not in (await browser.get("/audit")).text


async def test_a_practice_ends_when_its_role_may_something_else_in_the_house(api: Api) -> None:
    assert api.grounds is not None
    waiter, manager = Browser(api), Browser(api, "manager")
    await waiter.begin()
    await manager.begin()
    rest = tuple([code for code, right in RIGHTS.items() if "manager" in right.may and right is not AUDIT])
    assert "manager" in CHANGEABLE
    await api.store.submit(ChangeRights("manager", rest), HOUSE)
    assert (await manager.get("/audit")).headers["location"] == "/practice?ended=1"
    assert (await waiter.get("/floor")).status_code == 200
