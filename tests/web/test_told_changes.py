"""The record's rows about settings say what became other, and nothing of what did not."""

from __future__ import annotations

import re

from kds.core.billing.change_billing import ChangeBilling
from kds.core.changes.undo_change import UndoChange
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuGone
from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS, usual
from tests.house import dish
from tests.web.forms import shown
from tests.web.served import Api


async def told(api: Api, kind: str, language: str = "en") -> str:
    """What the newest event of a kind says."""
    html = (await shown(api, f"/audit?kind={kind}", language=language)).html
    said: list[str] = re.findall(r"</small><bdi>([^<]*)</bdi></span></th>", html)
    return said[0]


async def test_how_the_house_charges_is_told_with_before_and_after(api: Api) -> None:
    await api.do(ChangeBilling(round_to_minor=10))
    assert await told(api, "BillingChanged") == "Changed how the house charges: What cash is rounded to ¥0.01 → ¥0.10"
    assert await told(api, "BillingChanged", "zh-CN") == "改收款规则：抹零单位 ¥0.01 → ¥0.10"


async def test_once_a_change_is_forgotten_the_parts_that_are_the_houses_own_are_named(api: Api) -> None:
    await api.do(ChangeBilling(round_to_minor=10))
    for each in list(api.store.state.changes.kept):
        del api.store.state.changes.kept[each]
    assert await told(api, "BillingChanged") == "Changed how the house charges: What cash is rounded to"


async def test_a_change_of_the_menu_has_no_empty_parts(api: Api) -> None:
    await api.do(ChangeMenu(dishes=(dish("leeks", "cold", 900, 3),)))
    said = await told(api, "MenuChanged")
    assert said.endswith("; dishes: leeks")
    assert "—" not in said
    assert "—" not in await told(api, "MenuChanged", "zh-CN")
    await api.do(ChangeMenu(gone=MenuGone(dishes=("leeks",))))
    assert (await told(api, "MenuChanged")).endswith("; dishes gone: leeks")


async def test_a_change_that_is_taken_back_is_told_by_what_it_was(api: Api) -> None:
    await api.do(ChangeBilling(round_to_minor=10))
    (change,) = [each.change for each in api.store.state.changes.kept.values() if each.after.billing is not None]
    await api.do(UndoChange(change))
    assert await told(api, "ChangeUndone") == f"Took back change {change}: What cash is rounded to (charging)"
    assert await told(api, "ChangeUndone", "zh-CN") == f"撤销修改 {change}：抹零单位（收款）"


async def test_rights_of_which_none_was_taken_say_nothing_of_it(api: Api) -> None:
    usually = tuple(code for code, right in RIGHTS.items() if "expo" in usual([right]))
    await api.do(ChangeRights("expo", (*usually, "discount")))
    said = await told(api, "RightsChanged")
    assert said.startswith("Rights of “expo”; given ")
    assert "taken" not in said
    assert "—" not in said
