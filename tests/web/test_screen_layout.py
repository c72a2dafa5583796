"""How a wall lays out what it shows: by its form, with a picture of it that changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.web.served import Api

FORM = {"text": "medium", "reserved": "2", "language": "en", "all_day": "on"}
PREVIEW = "/screens/wall/preview"


async def sent(api: Api, **fields: Any) -> tuple[int, str]:
    bearer = f"Bearer {api.secrets['manager']}"
    headers = {"authorization": bearer, "sec-fetch-site": "same-origin", "accept-language": "en"}
    answer = await api.client.post("/screens/wall/settings", headers=headers, data={**FORM, **fields})
    return answer.status_code, answer.text


async def got(api: Api, path: str, role: str = "manager", **query: str) -> Any:
    headers = {"authorization": f"Bearer {api.secrets[role]}", "accept": "text/html", "accept-language": "en"}
    return await api.client.get(path, headers=headers, params=query)


@pytest.mark.parametrize("layout", ["columns", "dishes", "tables", "slots"])
async def test_it_is_chosen_in_the_form_and_stays(api: Api, layout: str) -> None:
    assert (await sent(api, layout=layout, columns="3", rows="4"))[0] == 303
    assert f'data-layout="{layout}"' in (wall := (await got(api, "/screens/wall")).text)
    assert 'data-columns="3" data-rows="4"' in wall
    form = (await got(api, "/screens/wall/settings")).text
    assert f'value="{layout}" checked' in form
    assert (await sent(api))[0] == 303, "a form of before there were layouts changes none"
    assert api.store.state.kitchen.screens["wall"].layout == layout


@pytest.mark.parametrize("fields", [{"columns": "9"}, {"rows": "13"}, {"columns": "-1"}, {"rows": "x"}])
async def test_what_no_screen_can_have_is_said_and_changes_nothing(api: Api, fields: dict[str, str]) -> None:
    before = api.store.state.kitchen.screens["wall"]
    status, text = await sent(api, layout="dishes", **fields)
    assert status == 422
    assert "at most 8 columns and 12 rows" in text
    assert api.store.state.kitchen.screens["wall"] == before


async def test_left_empty_there_are_as_many_as_before(api: Api) -> None:
    await sent(api, layout="columns", columns="2", rows="2")
    await sent(api, columns="", rows="")
    assert 'data-columns="5" data-rows="2"' in (await got(api, "/screens/wall")).text


async def test_a_picture_follows_the_form_and_nothing_is_saved(api: Api) -> None:
    seq = api.store.state.seq
    for layout in ("slots", "columns", "dishes", "tables"):
        answer = await got(api, PREVIEW, layout=layout, language="zh", text="large", columns="4", rows="3")
        assert answer.status_code == 200
        assert f'data-layout="{layout}"' in answer.text
        assert 'data-columns="4" data-rows="3"' in answer.text
        assert "鲜毛肚" in answer.text
    assert "Fresh beef tripe" in (await got(api, PREVIEW, language="en")).text
    assert api.store.state.seq == seq
    assert api.store.state.kitchen.screens["wall"].layout == "slots"


async def test_a_picture_is_no_screen(api: Api) -> None:
    answer = await got(api, PREVIEW)
    assert "js/wall/page.js" not in answer.text
    assert "js/wall/preview.js" in answer.text
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in (await got(api, "/screens/wall")).headers["content-security-policy"]


async def test_what_makes_no_sense_is_pictured_as_it_is_set(api: Api) -> None:
    assert 'data-columns="5"' in (await got(api, PREVIEW, columns="99", layout="dishes")).text


@pytest.mark.parametrize(("role", "status"), [("kitchen", 403), ("waiter", 403), ("guest", 403)])
async def test_only_who_sets_screens_sees_pictures(api: Api, role: str, status: int) -> None:
    assert (await got(api, PREVIEW, role)).status_code == status


@pytest.mark.parametrize("screen", ["wall", "board"])
async def test_both_forms_of_a_screen_have_a_picture(api: Api, screen: str) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role="progress"),)))
    for path in (f"/screens/{screen}/settings", f"/settings/screens/{screen}"):
        answer = await got(api, path)
        assert f'data-preview="/screens/{screen}/preview"' in answer.text
        assert "data-previewed" in answer.text
        assert "frame-src 'self'" in answer.headers["content-security-policy"]
    assert (await got(api, f"/screens/{screen}/preview")).status_code == 200


@pytest.mark.parametrize(
    ("layout", "usual", "set_by_hand"),
    [
        ("slots", "5 × 2 slots", "3 × 4 slots"),
        ("columns", "5 columns", "3 columns"),
        ("dishes", "2 × 9 dishes", "3 × 4 dishes"),
        ("tables", "5 × 2 tables", "3 × 4 tables"),
    ],
)
async def test_a_text_size_says_what_there_is_room_for_in_the_layout_that_is_set(
    api: Api, layout: str, usual: str, set_by_hand: str
) -> None:
    assert (await sent(api, layout=layout))[0] == 303
    form = (await got(api, "/screens/wall/settings")).text
    assert usual in form
    assert form.count(" slots</small>") == (3 if layout == "slots" else 0)
    assert (await sent(api, layout=layout, columns="3", rows="4"))[0] == 303
    form = (await got(api, "/screens/wall/settings")).text
    assert form.count(f"{set_by_hand}</small>") == 3


async def test_a_board_has_no_slots_of_which_to_speak(api: Api) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("board"), role="progress"),)))
    form = (await got(api, "/screens/board/settings")).text
    assert "is-size-medium" in form
    assert "data-grids" not in form
