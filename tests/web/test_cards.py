"""The pieces of a wall that its script asks for: the card of a ticket, and the list of what was done last."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from tests.house import named
from tests.web.forms import shown
from tests.web.served import Api


def kinds(html: str) -> list[str]:
    """What the buttons of a card do, in their order."""
    return re.findall(r'data-kind="(\w+)"', html)


@pytest.mark.parametrize(("role", "status"), [("kitchen", 200), ("manager", 200), ("waiter", 200), ("guest", 403)])
async def test_who_may_watch_a_wall_sees_them(api: Api, role: str, status: int) -> None:
    placed = await api.order("tofu")
    for path in (f"tickets/{placed['tickets'][0]}", "recalls"):
        assert (await shown(api, f"/screens/wall/{path}", role)).status == status


async def test_who_may_not_press_sees_no_buttons(api: Api) -> None:
    placed = await api.order("tofu", "sesame")
    await api.post(f"/tickets/{placed['tickets'][0]}/start")
    await api.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "hair"})
    path = f"/screens/wall/tickets/{placed['tickets'][0]}"
    assert kinds((await shown(api, path, "kitchen")).html) == ["acknowledge"] * 3 + ["transfer"] * 4
    assert kinds((await shown(api, path, "waiter")).html) == []
    await api.post(f"/tickets/{placed['tickets'][0]}/bump")
    assert kinds((await shown(api, "/screens/wall/recalls", "kitchen")).html) == ["recall"]
    assert kinds((await shown(api, "/screens/wall/recalls", "waiter")).html) == []


async def test_a_note_that_has_changed_is_confirmed_on_the_card_and_an_allergy_bears_its_sign(api: Api) -> None:
    placed = await api.order("tofu")
    line, ticket = placed["lines"][0]["line"], placed["tickets"][0]
    path = f"/screens/wall/tickets/{ticket}"
    await api.post(f"/tickets/{ticket}/start")
    await api.post(f"/lines/{line}/note", {"note": "no leek"}, "waiter")
    html = (await shown(api, path, "kitchen")).html
    assert kinds(html)[0] == "start"
    assert "#i-pencil" in html
    assert kinds((await shown(api, path, "waiter")).html) == []
    await api.post(f"/lines/{line}/note", {"note": "allergic to peanuts"}, "waiter")
    assert re.search(
        r'<strong class="is-allergy">.*alert.*allergic to peanuts', (await shown(api, path, "kitchen")).html
    )
    await api.post(f"/tickets/{ticket}/start")
    assert "start" not in kinds((await shown(api, path, "kitchen")).html)


async def test_what_is_not_there_is_said_so(api: Api) -> None:
    placed = await api.order("tofu")
    assert (await shown(api, "/screens/wall/tickets/T999-1")).status == 404
    assert (await shown(api, f"/screens/roof/tickets/{placed['tickets'][0]}")).status == 404
    assert (await shown(api, "/screens/roof/recalls")).status == 404


async def test_only_stations_that_some_wall_shows_are_offered(api: Api) -> None:
    placed = await api.order("tofu")
    gone = KitchenGone(screens=tuple(api.store.state.kitchen.screens))
    await api.do(ChangeKitchen(screens=(Screen("one", named("one"), ("cold", "hot")),), gone=gone))
    html = (await shown(api, f"/screens/one/tickets/{placed['tickets'][0]}", "kitchen")).html
    assert re.findall(r'data-station="(\w+)"', html) == ["hot"]


async def test_a_list_is_of_the_screens_stations_and_an_empty_one_says_so(api: Api) -> None:
    await api.do(ChangeKitchen(screens=(Screen("hot", named("hot"), ("hot",)),)))
    assert "Nothing was done here yet." in (await shown(api, "/screens/hot/recalls?lang=en", "kitchen")).html
    assert "这里还没有完成过。" in (await shown(api, "/screens/hot/recalls?lang=zh", "kitchen")).html
    placed = await api.order("tofu", "noodles")
    for each in placed["tickets"]:
        await api.post(f"/tickets/{each}/bump")
    html = (await shown(api, "/screens/hot/recalls?lang=en", "kitchen")).html
    assert "noodles" in html
    assert "tofu" not in html


async def test_a_photo_opens_with_the_recipe_and_may_be_seen_in_the_kitchen(api: Api) -> None:
    tofu = replace(api.store.state.menu.dishes["tofu"], photo="0" * 32, recipe=("Blanch", "Serve"))
    await api.do(ChangeMenu(dishes=(tofu,)))
    placed = await api.order("tofu", "sesame")
    html = (await shown(api, f"/screens/wall/tickets/{placed['tickets'][0]}", "kitchen")).html
    assert kinds(html).count("recipe") == 1
    assert "<li>Blanch</li><li>Serve</li>" in html
    (photo,) = re.findall(r'src="(/photos/[^"]*)"', html)
    assert (await shown(api, photo, "kitchen")).status == 404, "it may be asked for, and is not there"
