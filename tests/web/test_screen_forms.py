"""The forms of screens ask for what the role uses, and for nothing else."""

from __future__ import annotations

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.web.filled import form_at, send
from tests.web.forms import Answered, shown
from tests.web.served import Api

NEW = "/settings/screens/new"
BOARD_ROLES = ["expo", "runner", "pickup", "progress", "calls"]


def screen(api: Api, name: str) -> Screen:
    (found,) = [each for each in api.store.state.kitchen.screens.values() if each.name.en == name]
    return found


def filled(said: dict[str, str]) -> dict[str, list[str]]:
    """What is typed or ticked, as a form sends it."""
    return {name: value.split("\n") for name, value in said.items()}


async def made(api: Api, **said: str) -> Answered:
    return await send(api, NEW, {**await form_at(api, NEW), **filled(said)}, zh="新", en="New one")


@pytest.mark.parametrize("role", BOARD_ROLES)
async def test_a_board_is_made_without_any_station(api: Api, role: str) -> None:
    assert (await made(api, role=role, areas="hall")).status == 303
    found = screen(api, "New one")
    assert (found.role, found.stations, found.areas, found.of) == (role, (), ("hall",), None)


@pytest.mark.parametrize("of", ["", "nowhere", "mirror"])
async def test_a_mirror_is_asked_what_it_mirrors_and_for_nothing_else(api: Api, of: str) -> None:
    await api.do(ChangeKitchen(screens=(Screen("mirror", named("Mirror"), role="mirror", of="wall"),)))
    answer = await made(api, role="mirror", of=of)
    assert answer.status == 422
    assert "Choose the screen that it shows the same as" in answer.html
    assert "Choose all stations" not in answer.html
    assert 'value="New one"' in answer.html
    assert (await made(api, role="mirror", of="wall", areas="hall", stations="hot")).status == 303
    found = screen(api, "New one")
    assert (found.of, found.stations, found.areas) == ("wall", (), ())


async def test_a_mirror_of_itself_is_no_mirror(api: Api) -> None:
    path = "/settings/screens/cold"
    assert (
        await send(api, path, {**await form_at(api, path), **filled({"role": "mirror", "of": "cold"})})
    ).status == 422
    assert api.store.state.kitchen.screens["cold"].role == "prep"


async def test_a_cooking_screen_still_has_to_say_what_it_shows(api: Api) -> None:
    for role in ("prep", "backup"):
        answer = await made(api, role=role)
        assert answer.status == 422
        assert "Choose all stations" in answer.html


async def test_a_new_one_is_laid_out_on_the_same_page(api: Api) -> None:
    said = {"layout": "dishes", "columns": "3", "rows": "4", "text": "large", "inches": "55", "metres": "4.5"}
    answer = await made(api, **said, all="on", reserved="1", language="both", tones="arrived", all_day="on")
    assert answer.status == 303, answer.html
    found = screen(api, "New one")
    assert (found.layout, found.columns, found.rows, found.text) == ("dishes", 3, 4, "large")
    assert (found.diagonal_inches, found.distance_cm, found.reserved) == (55, 450, 1)
    assert (found.language, found.quiet, found.all_day, found.batches) == ("both", ("rushed", "voided"), True, False)


async def test_what_cannot_be_is_said_and_stays_typed(api: Api) -> None:
    answer = await made(api, all="on", inches="500", layout="columns", metres="2,5")
    assert answer.status == 422
    assert "7 to 120 inches" in answer.html
    for typed in ('value="500"', 'value="2,5"', 'value="columns" checked'):
        assert typed in answer.html, typed
    path = "/screens/cold/settings"
    answer = await send(api, path, await form_at(api, path), metres="90", text="large")
    assert answer.status == 422
    assert 'value="90"' in answer.html
    assert 'value="large" checked' in answer.html
    assert "New one" not in [each.name.en for each in api.store.state.kitchen.screens.values()]


async def test_a_new_one_has_a_picture_beside_its_form(api: Api) -> None:
    assert "/screens/@new/preview" in (await shown(api, NEW)).html.replace("%40", "@")
    answer = await shown(api, "/screens/@new/preview?layout=dishes&text=large&en=Grill")
    assert answer.status == 200
    assert 'data-layout="dishes"' in answer.html
    assert 'data-text="large"' in answer.html


@pytest.mark.parametrize("role", BOARD_ROLES)
async def test_the_settings_of_a_board_ask_for_no_slots(api: Api, role: str) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role=role, reserved=3),)))  # type: ignore[arg-type]
    path = "/screens/board/settings"
    html = (await shown(api, path)).html
    for unasked in ('name="reserved"', 'name="all_day"', 'name="layout"', "slots", "cook stands"):
        assert unasked not in html, unasked
    assert (await send(api, path, await form_at(api, path), text="large", inches="32")).status == 303
    found = api.store.state.kitchen.screens["board"]
    assert (found.text, found.diagonal_inches, found.reserved, found.all_day) == ("large", 32, 3, True)


async def test_a_board_that_goes_hides_no_station(api: Api) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role="progress"),)))
    asked = (await shown(api, "/settings/screens/board?ask=remove")).html
    assert "Nobody cooks from it" in asked
    assert "no other screen shows these stations" not in asked


async def test_a_mirror_is_set_where_what_it_shows_is_set(api: Api) -> None:
    await api.do(ChangeKitchen(screens=(Screen("mirror", named("Mirror"), role="mirror", of="cold"),)))
    assert (await shown(api, "/screens/mirror/settings")).to == "/screens/cold/settings"
