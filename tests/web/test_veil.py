"""A part of a draft, or of a change, is read by who may change that part, cell by cell; to others it is named alone."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.billing.model import TENDERS, BillingChange
from kds.core.changes.model import Part
from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.rules import RULES
from kds.core.day.model import HouseChange
from kds.core.floor.model import Area, FloorChange, Table
from kds.core.kitchen.model import KitchenChange, Station
from kds.core.menu.model import Category, MenuChange
from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS, may
from kds.core.types import Name
from tests.web.forms import shown
from tests.web.served import Api

PARTS: tuple[Part, ...] = tuple(RULES)
CODES: dict[Part, str] = {part: rule.right.code for part, rule in RULES.items()}


def secret(part: Part) -> Name:
    """What a thing of a part is called in the draft, and nowhere else."""
    return Name(zh=f"密{part}", en=f"Secret of {part}")


WANTED: dict[Part, Any] = {
    "menu": MenuChange(categories=(Category("secret", secret("menu")),)),
    "kitchen": KitchenChange(stations=(Station("secret", secret("kitchen")),)),
    "floor": FloorChange(areas=(Area("secret", secret("floor")),)),
    "billing": BillingChange(tenders=(replace(TENDERS[0], name=secret("billing")),)),
    "house": HouseChange(name=secret("house")),
}


async def only(api: Api, *parts: Part) -> None:
    """A manager may change these parts, and no others."""
    kept = [code for code, right in RIGHTS.items() if may(api.store.state, "manager", right)]
    others = {*CODES.values()} - {CODES[each] for each in parts}
    await api.do(ChangeRights("manager", tuple([each for each in kept if each not in others])))


async def drafted(api: Api) -> str:
    await api.do(PutInDraft(title="winter", **WANTED))
    return min(api.store.state.changes.drafts)


async def read(api: Api, path: str, role: str = "manager") -> tuple[Any, str]:
    answer = await api.get(path, role)
    assert answer.status_code == 200, answer.text
    return answer.json(), answer.text


def told(text: str) -> set[str]:
    """The parts whose secrets stand in a text."""
    return {part for part in PARTS if secret(part).zh in text or secret(part).en in text}


@pytest.mark.parametrize("mine", PARTS)
async def test_a_draft_is_read_part_by_part(api: Api, mine: Part) -> None:
    draft = await drafted(api)
    await only(api, mine)
    found, text = await read(api, f"/drafts/{draft}")
    assert told(text) == {mine}
    assert {each["part"] for each in found["things"]} == {mine}
    assert set(found["veiled"]) == {*PARTS} - {mine}
    assert found["draft"]["title"] == "winter"
    assert found["draft"]["records"] == len(PARTS)
    assert told((await read(api, "/drafts"))[1]) == set()
    for path in ("/changes", f"/changes/{draft}"):
        page = await shown(api, path)
        assert page.status == 200
        assert told(page.html) == ({mine} if path != "/changes" else set()), path
        assert "winter" in page.html
    assert "only those who may change it read" in page.html


@pytest.mark.parametrize("mine", PARTS)
async def test_a_change_is_read_part_by_part(api: Api, mine: Part) -> None:
    await api.do(PublishDraft(await drafted(api), knowingly=("secret",)))
    await only(api, mine)
    change = max(api.store.state.changes.kept)
    found, text = await read(api, f"/changes/{change}")
    assert {each["part"] for each in found["things"]} == {mine}
    assert set(found["veiled"]) == {*PARTS} - {mine}
    names = secret("house"), secret(mine)
    assert told(text) <= {mine}, names
    html = (await shown(api, "/changes")).html
    head, _, body = html.partition("<main")
    assert told(body) - {"house"} <= {mine}, head
    assert f'name="change" value="{change}"' not in html, "nor is it undone by them"


async def test_who_may_change_all_parts_reads_all(api: Api) -> None:
    draft = await drafted(api)
    await only(api, *PARTS)
    found, text = await read(api, f"/drafts/{draft}")
    assert (told(text), found["veiled"]) == ({*PARTS}, [])
    html = (await shown(api, f"/changes/{draft}")).html
    assert told(html) == {*PARTS}
    assert "only those who may change it read" not in html


@pytest.mark.parametrize("mine", ["menu", "kitchen"])
async def test_what_nobody_would_see_is_told_to_who_reads_menu_and_kitchen(api: Api, mine: Part) -> None:
    dish = replace(api.store.state.menu.dishes["tofu"], station="secret")
    menu = MenuChange(dishes=(dish,))
    wall = replace(api.store.state.kitchen.screens["wall"], stations=("cold",))
    kitchen = replace(WANTED["kitchen"], screens=(wall,))
    await api.do(PutInDraft(title="winter", menu=menu, kitchen=kitchen))
    (draft,) = api.store.state.changes.drafts
    whole, _ = await read(api, f"/drafts/{draft}", "owner")
    await only(api, mine)
    found, text = await read(api, f"/drafts/{draft}")
    assert (bool(whole["holes"]), found["holes"]) == (True, [])
    assert told(text) <= {mine}
    assert "Nobody would see some dishes" not in (await shown(api, f"/changes/{draft}")).html


@pytest.mark.parametrize(("parts", "said"), [(("menu",), False), (("menu", "kitchen", "billing"), True)])
async def test_why_a_draft_could_not_take_effect_is_told_to_who_reads_it(
    api: Api, parts: tuple[Part, ...], said: bool
) -> None:
    await api.do(PutInDraft(title="winter", menu=WANTED["menu"], billing=WANTED["billing"]))
    state = api.store.state
    (draft,) = state.changes.drafts.values()
    why = secret("billing")
    dict.__setitem__(state.changes.drafts, draft.draft, replace(draft, failed=why))
    await only(api, *parts)
    _, text = await read(api, "/drafts")
    assert ("billing" in told(text)) == said
    assert ("a part that you may not read" in text) != said
    for path in ("/changes", f"/changes/{draft.draft}"):
        html = (await shown(api, path)).html
        assert ("a part that you may not read" in html) != said, path
        assert ("billing" in told(html)) == said, path


async def test_why_a_draft_cannot_be_shown_is_told_to_who_reads_it(api: Api) -> None:
    await api.do(PutInDraft(title="winter", menu=WANTED["menu"], floor=WANTED["floor"]))
    (draft,) = api.store.state.changes.drafts.values()
    homeless = FloorChange(tables=(Table("x", "nowhere", 2),))
    dict.__setitem__(
        api.store.state.changes.drafts, draft.draft, replace(draft, wanted=replace(draft.wanted, floor=homeless))
    )
    await only(api, "menu")
    for path in (f"/changes/{draft.draft}", f"/menu?draft={draft.draft}"):
        assert "nowhere" in (await shown(api, path, "owner")).html, path
        html = (await shown(api, path)).html
        assert "a part that you may not read" in html, path
        assert "nowhere" not in html, path
