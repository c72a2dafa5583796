"""The picture of a board beside its form: what it follows, what it is not, and who sees it."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, FloorGone, Table
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.feed.kinds import BOARDS
from kds.web.pages import preview
from kds.web.pages.example_evening import PARTIES, floor_of
from tests.house import AREAS, TABLES, named
from tests.web.forms import Answered, shown
from tests.web.served import Api

ROLES = [each.role for each in BOARDS]
NEW = "/screens/@new/preview"
AT_TABLES = [role for role in ROLES if role != "pickup"]
"""The boards that look at areas; whoever is called by a number sits nowhere."""


async def picture(api: Api, query: str = "", path: str = NEW) -> Answered:
    return await shown(api, f"{path}?{query}")


@pytest.mark.parametrize("role", ROLES)
async def test_it_follows_the_role_the_language_and_the_sizes(api: Api, role: str) -> None:
    seq = api.store.state.seq
    query = f"role={role}&text=large&inches=24&metres=3&zh=前厅&en=Front"
    html = (await picture(api, f"{query}&language=zh")).html
    for said in (f'class="board-page is-{role}"', 'data-text="large"', 'data-far="1.7"', 'lang="zh', "<h1>前厅</h1>"):
        assert said in html, said
    assert "<h1>Front</h1>" in (await picture(api, f"{query}&language=en")).html
    assert api.store.state.seq == seq


@pytest.mark.parametrize("role", ROLES)
async def test_it_is_no_board(api: Api, role: str) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role=role),)))  # type: ignore[arg-type]
    html = (await shown(api, "/screens/board/preview")).html
    assert "js/board/preview.js" in html
    assert f"js/board/{role}.js" not in html
    assert 'data-actor=""' in html
    assert f"js/board/{role}.js" in (await shown(api, "/screens/board")).html


@pytest.mark.parametrize("role", AT_TABLES)
async def test_it_follows_the_areas_of_the_house(api: Api, role: str) -> None:
    everywhere = (await picture(api, f"role={role}&language=en")).html
    assert "<bdi>A0" in everywhere
    assert "<bdi>V01" in everywhere
    hall = (await picture(api, f"role={role}&language=en&areas=hall")).html
    assert "<bdi>A0" in hall
    assert "<bdi>V01" not in hall
    assert "<bdi>#" not in hall, "whoever has no table sits in no area"
    vip = (await picture(api, f"role={role}&language=en&areas=vip")).html
    assert "<bdi>V01" in vip
    assert "<bdi>A0" not in vip
    both = (await picture(api, f"role={role}&language=en&areas=vip&areas=hall")).html
    assert "<bdi>A0" in both
    assert "<bdi>V01" in both


async def test_a_form_that_asks_for_no_areas_leaves_them(api: Api) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role="progress", areas=("vip",)),)))
    path = "/screens/board/preview"
    assert "A02" not in (await picture(api, "text=small", path)).html
    assert "A02" in (await picture(api, "text=small&role=progress", path)).html


async def test_every_area_has_something_and_a_house_without_tables_too(api: Api) -> None:
    more = tuple([Table(f"B{at:02}", "hall", 4) for at in range(1, 100)])
    await api.do(ChangeFloor(areas=(Area("empty", named("empty")),), tables=more))
    floor = floor_of(api.store.state, ())
    assert {each.area for each in floor.tables} == {"hall", "vip"}
    assert len(floor.tables) == PARTIES
    assert (await picture(api, "role=expo&areas=empty")).status == 200
    gone = FloorGone(
        areas=tuple([each.area for each in (*AREAS, Area("empty", named("empty")))]),
        tables=tuple([each.table for each in (*TABLES, *more)]),
    )
    await api.do(ChangeFloor(gone=gone))
    for role in ROLES:
        assert (await picture(api, f"role={role}")).status == 200


@pytest.mark.parametrize(
    "query",
    ["role=", "role=oven", "role=mirror", "role=expo&role=calls", "areas=moon", "text=huge", "language=fr", "inches=x"],
)
async def test_what_makes_no_sense_is_pictured_as_it_is_set(api: Api, query: str) -> None:
    await api.do(ChangeKitchen(screens=(Screen("board", named("Board"), role="progress", text="small"),)))
    answer = await picture(api, query, "/screens/board/preview")
    assert answer.status == 200
    assert 'class="board-page is-progress"' in answer.html
    assert 'data-text="small"' in answer.html


async def test_there_is_none_of_no_screen_and_of_a_mirror(api: Api) -> None:
    await api.do(ChangeKitchen(screens=(Screen("mirror", named("Mirror"), role="mirror", of="wall"),)))
    for path in ("/screens/nowhere/preview", "/screens/mirror/preview"):
        assert (await picture(api, "", path)).status == 404
    changed = await picture(api, "role=runner", "/screens/mirror/preview")
    assert 'class="board-page is-runner"' in changed.html, "another role is being chosen for it"


@pytest.mark.parametrize(("role", "status"), [("kitchen", 403), ("waiter", 403), ("guest", 403), ("manager", 200)])
async def test_only_who_sets_screens_sees_it(api: Api, role: str, status: int) -> None:
    assert (await shown(api, f"{NEW}?role=expo", role)).status == status


async def test_it_is_drawn_beside_the_loop(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_by: list[int] = []
    drawn = preview.board_example

    def watched(*args: Any) -> Any:
        drawn_by.append(threading.get_ident())
        return drawn(*args)

    monkeypatch.setattr(preview, "board_example", watched)
    assert (await picture(api, "role=expo")).status == 200
    assert drawn_by
    assert threading.get_ident() not in drawn_by
