"""How guests order, as the manager sets it."""

from __future__ import annotations

import pytest

from kds.core.day.model import House
from tests.web.forms import field, sent, shown
from tests.web.served import Api

PATH = "/settings/guests"


def house(api: Api) -> House:
    found = api.store.state.day.house.value
    assert found is not None
    return found


async def seen(api: Api) -> dict[str, str]:
    """What the form sends back of what it showed."""
    answer = await shown(api, PATH)
    assert answer.status == 200
    return {"seen": field(answer.html, "seen"), "when": "now"}


async def test_it_shows_what_stands_and_sets_what_is_said(api: Api) -> None:
    html = (await shown(api, PATH)).html
    assert 'name="guests_order" checked' in html
    assert 'name="base_at_once" checked' in html
    said = {"code_a_visit": "on", "seated_first": "on", "number_plates": "on", "plates": "2.5"}
    answer = await sent(api, PATH, {**await seen(api), **said})
    assert answer.status == 303
    found = house(api)
    assert (found.guests_order, found.code_a_visit, found.seated_first, found.base_at_once) == (
        False,
        True,
        True,
        False,
    )
    assert (found.plates_a_guest_permille, found.number_plates) == (2_500, True)
    assert found.dine_in_by_number, "who has a plate sits at no table"
    assert 'value="2.5"' in (await shown(api, PATH)).html


@pytest.mark.parametrize("typed", ["-1", "many", "21", "0.0001", "nan", "1e999"])
async def test_what_is_no_number_of_plates_is_said(api: Api, typed: str) -> None:
    before = house(api)
    answer = await sent(api, PATH, {**await seen(api), "guests_order": "on", "plates": typed})
    assert answer.status == 422
    assert "Plates a guest" in answer.html
    assert house(api) == before


async def test_it_stands_among_the_settings(api: Api) -> None:
    assert f'href="{PATH}"' in (await shown(api, "/settings")).html
