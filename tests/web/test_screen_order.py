"""What a wall sounds for, and whom it puts first: as a rule all, and as its stations say."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.web.filled import fields_of, form_at, send
from tests.web.forms import shown
from tests.web.served import Api

PATH = "/screens/wall/settings"


def wall(api: Api) -> Screen:
    return api.store.state.kitchen.screens["wall"]


async def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(api: Api) -> None:
    usual = Screen("wall", named("wall"))
    for screen in (usual, replace(usual, quiet=("rushed",), priority=("overdue",))):
        await api.do(ChangeKitchen(screens=(screen,)))
        before = wall(api)
        assert (await send(api, PATH, await form_at(api, PATH))).status == 303
        assert wall(api) == before


async def test_it_is_quiet_for_what_is_not_ticked(api: Api) -> None:
    assert 'data-quiet=""' in (await shown(api, "/screens/wall")).html
    assert (await send(api, PATH, await form_at(api, PATH), tones="rushed")).status == 303
    assert wall(api).quiet == ("arrived", "voided")
    assert 'data-quiet="arrived voided"' in (await shown(api, "/screens/wall")).html
    assert fields_of((await shown(api, PATH)).html)["tones"] == ["rushed"]


@pytest.mark.parametrize(
    ("rules", "stands"),
    [
        (("base_first", "due_time", "", ""), ("base_first", "due_time")),
        (("", "", "", "overdue"), ("overdue",)),
        (("rushed", "rushed", "", "due_time"), ("rushed", "due_time")),
        (("", "", "", ""), ()),
        (("rushed", "shouted", "", ""), ("rushed",)),
    ],
)
async def test_its_own_order_is_as_the_form_says(api: Api, rules: tuple[str, ...], stands: tuple[str, ...]) -> None:
    said = {f"rule{at}": rule for at, rule in enumerate(rules, start=1)}
    assert (await send(api, PATH, await form_at(api, PATH), own="on", **said)).status == 303
    assert wall(api).priority == stands


async def test_without_an_own_order_the_rules_of_the_form_are_no_matter(api: Api) -> None:
    form = await form_at(api, PATH)
    assert "own" not in form
    assert form["rule1"] == ["rushed"]
    assert (await send(api, PATH, form, rule1="due_time")).status == 303
    assert wall(api).priority == ()


async def test_the_order_of_one_station_is_told_as_it_is(api: Api) -> None:
    drinks = Screen("drinks", named("drinks"), ("drinks",))
    await api.do(ChangeKitchen(screens=(drinks,)))
    html = (await shown(api, "/screens/drinks/settings")).html
    assert "As a rule: What is due soonest</p>" in html
    assert "As a rule: Rushed ones → Soup bases → Late ones → What is due soonest</p>" in (await shown(api, PATH)).html


@pytest.mark.parametrize("role", ["progress", "pickup", "expo"])
async def test_boards_are_not_asked(api: Api, role: Any) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role=role),)))
    html = (await shown(api, "/screens/board/settings")).html
    assert 'name="tones"' not in html
    assert 'name="rule1"' not in html
