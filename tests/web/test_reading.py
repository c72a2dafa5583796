"""A screen's panel and distance: how large its letters are, and what is said where they cannot be large enough."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.kitchen.screens import Screen, TextSize
from kds.web.pages.reading import FARTHEST, NEAREST, reading
from kds.web.pages.settings import centimetres, whole
from tests.house import named
from tests.web.served import Api

FORM = {"text": "medium", "reserved": "2", "language": "zh", "all_day": "on"}


def screen(inches: int = 43, distance_cm: int = 300, text: TextSize = "medium") -> Screen:
    return Screen("wall", named("wall"), text=text, diagonal_inches=inches, distance_cm=distance_cm)


@pytest.mark.parametrize(
    ("inches", "distance_cm", "far"),
    [(43, 300, 1000), (43, 150, 500), (32, 300, 1343), (7, 1000, FARTHEST), (120, 30, NEAREST)],
)
def test_letters_grow_with_the_distance_and_shrink_with_the_panel(inches: int, distance_cm: int, far: int) -> None:
    assert reading(screen(inches, distance_cm)).far == far


def test_what_a_house_has_at_first_can_be_read() -> None:
    assert reading(screen()).dishes
    assert reading(screen()).letters


def test_where_dishes_are_too_small_it_is_said_what_helps() -> None:
    found = reading(screen(distance_cm=350))
    assert (found.dishes, found.letters, found.larger) == (False, True, "large")
    assert reading(screen(distance_cm=found.nearer_cm)).dishes
    assert reading(screen(found.inches, 350)).dishes
    assert not reading(screen(found.inches - 1, 350)).dishes


def test_where_no_size_of_text_helps_none_is_named() -> None:
    found = reading(screen(24, 300, "large"))
    assert (found.dishes, found.letters, found.larger) == (False, False, None)


@pytest.mark.parametrize(
    ("said", "cm"),
    [
        ("3", 300),
        (" 2.5 ", 250),
        ("2,75", 275),
        ("0.3", 30),
        ("x", None),
        ("3.123", None),
        ("-1", None),
        ("٣", None),
        ("", 300),
    ],
)
def test_metres_are_read_as_people_write_them(said: str, cm: int | None) -> None:
    assert centimetres(said, 300) == cm


@pytest.mark.parametrize(("said", "number"), [("43", 43), ("", None), ("4.3", None), ("٤", None), ("1234", None)])
def test_inches_are_whole(said: str, number: int | None) -> None:
    assert whole(said) == number


async def set_to(api: Api, **fields: str) -> Any:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "sec-fetch-site": "same-origin"}
    return await api.client.post("/screens/wall/settings", headers=headers, data={**FORM, **fields})


async def page(api: Api, path: str) -> str:
    headers = {"authorization": f"Bearer {api.secrets['manager']}", "accept": "text/html", "accept-language": "en"}
    return (await api.client.get(path, headers=headers)).text


async def test_it_is_asked_in_words_kept_and_followed_by_the_wall(api: Api) -> None:
    assert 'data-far="1.0"' in await page(api, "/screens/wall")
    assert (await set_to(api, inches="55", metres="2,5")).status_code == 303
    found = api.store.state.kitchen.screens["wall"]
    assert (found.diagonal_inches, found.distance_cm) == (55, 250)
    form = await page(api, "/screens/wall/settings")
    assert 'value="55"' in form
    assert 'value="2.5"' in form
    assert 'data-far="0.651"' in await page(api, "/screens/wall")


async def test_a_screen_that_is_too_small_or_too_far_away_is_told_so(api: Api) -> None:
    assert "smaller than they should be" not in await page(api, "/screens/wall/settings")
    await set_to(api, inches="32", metres="3")
    form = await page(api, "/screens/wall/settings")
    assert "At 3 m on 32 inches, dishes are smaller than they should be" in form
    assert "Hang the screen within 2.3 m" in form


@pytest.mark.parametrize(
    "wrong", [{"inches": "6"}, {"inches": "121"}, {"metres": "0.2"}, {"metres": "11"}, {"metres": "far"}]
)
async def test_what_no_screen_is_is_refused_and_the_form_says_what_may_be(api: Api, wrong: dict[str, str]) -> None:
    answer = await set_to(api, **wrong)
    assert answer.status_code == 422
    assert "吋" in answer.text or "inches" in answer.text
    assert api.store.state.kitchen.screens["wall"].diagonal_inches == 43


@pytest.mark.parametrize(
    "wrong", [{"diagonal_inches": 6}, {"diagonal_inches": 121}, {"distance_cm": 29}, {"distance_cm": 1001}]
)
async def test_the_interface_refuses_it_too(api: Api, wrong: dict[str, int]) -> None:
    body = {"screens": [{"screen": "bar", "name": {"zh": "吧", "en": "Bar"}, **wrong}]}
    answer = await api.post("/kitchen/changes", body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "bad_kitchen")
    assert "7 to 120 inches" in answer.text
