"""/rights: the whole matrix, what the viewer may not give locked, and saved over the row that was seen."""

from __future__ import annotations

import html
import re

import pytest

from kds.core.people.change_rights import ChangeRights
from kds.core.people.model import Limit
from kds.core.rights import CHANGEABLE, RIGHTS, Group
from kds.web.pages.rights import GROUPS
from tests.web.forms import shown
from tests.web.served import Api

CELL = re.compile(r'<td data-cell="(\w+) (\w+)" data-usual="([01])"([^>]*)>(.*?)</td>', re.DOTALL)


async def cells(api: Api, role: str = "manager") -> dict[tuple[str, str], tuple[bool, bool, str]]:
    """(role, right) → whether it has it, whether that can be pressed, and the rest of the cell."""
    page = (await shown(api, "/rights", role)).html
    found = {}
    for whose, code, _, attributes, inside in CELL.findall(page):
        box = re.search(r'<input type="checkbox"[^>]*>', inside)
        assert box
        found[whose, code] = (" checked" in box[0], " disabled" not in box[0], attributes + inside)
    return found


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("owner", 200), ("cashier", 403), ("guest", 403)])
async def test_who_may_see_it(api: Api, role: str, status: int) -> None:
    assert (await shown(api, "/rights", role)).status == status


async def test_every_right_has_a_cell_a_role_as_it_stands(api: Api) -> None:
    found = await cells(api)
    assert set(found) == {(role, code) for role in CHANGEABLE for code in RIGHTS}
    assert all(has == (role in RIGHTS[code].may) for (role, code), (has, _, _) in found.items())
    limited = {code for (_, code), (_, _, cell) in found.items() if "data-unit" in cell}
    assert limited == {code for code, right in RIGHTS.items() if right.unit}


async def test_what_the_viewer_may_not_give_is_shown_and_locked(api: Api) -> None:
    taken = [code for code, right in RIGHTS.items() if "manager" in right.may and code != "refund"]
    await api.do(ChangeRights("manager", tuple(taken), (Limit("discount", 100),)))
    found = await cells(api)
    for (role, code), (_, opened, cell) in found.items():
        assert opened == (role != "manager" and code != "refund"), (role, code)
        assert ('data-most="100"' in cell) == (code == "discount"), (role, code)
    assert all(opened for _, opened, _ in (await cells(api, "owner")).values())


async def test_limits_are_shown(api: Api) -> None:
    usual = [code for code, right in RIGHTS.items() if "cashier" in right.may]
    await api.do(ChangeRights("cashier", (*usual, "comp"), (Limit("comp", 2_000),)))
    found = await cells(api)
    assert 'data-limit="2000"' in found["cashier", "comp"][2]
    assert 'data-limit=""' in found["manager", "comp"][2]


async def test_a_row_is_saved_over_the_one_that_was_seen_and_otherwise_refused(api: Api) -> None:
    (seen,) = [each for each in (await api.get("/rights")).json()["roles"] if each["role"] == "waiter"]
    before = {"rights": seen["rights"], "limits": seen["limits"]}
    body = {"rights": [*seen["rights"], "comp"], "limits": [{"right": "comp", "most": 500}], "before": before}
    assert (await api.post("/roles/waiter/rights", body)).status_code == 200
    other = {**body, "rights": [*seen["rights"], "refund"], "limits": []}
    answer = await api.post("/roles/waiter/rights", other)
    problem = answer.json()
    assert (answer.status_code, problem["reason"], problem["rights"]) == (409, "rights_moved", ["comp"])
    (now,) = [each for each in (await api.get("/rights")).json()["roles"] if each["role"] == "waiter"]
    assert ("comp" in now["rights"], "refund" in now["rights"]) == (True, False)


async def test_both_languages_and_the_money_of_the_house(api: Api) -> None:
    english, chinese = await shown(api, "/rights"), await shown(api, "/rights", language="zh-CN")
    for right in RIGHTS.values():
        assert f">{right.name.zh}</th>" in chinese.html
        assert right.name.en in html.unescape(english.html)
    assert 'data-symbol="¥"' in english.html
    assert 'data-exponent="2"' in english.html


def test_every_group_of_rights_has_words() -> None:
    groups: set[Group] = {each.group for each in RIGHTS.values()}
    assert groups == set(GROUPS)
