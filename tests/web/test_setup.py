"""The first half hour: from a house that has nothing to a first order, by forms; what is wrong stores nothing."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import openpyxl
import pytest
from msgspec.structs import replace

from kds.bootstrap import BARE, BARE_KITCHEN
from kds.core.day.found_house import FoundHouse
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.people.change_rights import ChangeRights
from kds.core.rights import RIGHTS
from kds.core.types import Name
from kds.ops.setup.menu_rows import TOO_LONG
from kds.ops.setup.stations import TEMPLATES
from kds.web.pages.setup import NEW
from kds.web.pages.setup_menu import EMPTY, FILE_BYTES, NO_SHEET, TOO_LARGE
from tests.house import CLOSES
from tests.web.served import Api, serving

MENU = "锅底\n牛油锅 88\n荤菜\n毛肚 58\n酒水\n啤酒 12\n"


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Api]:
    """A house that was just founded."""
    founding = (FoundHouse(replace(BARE, store_id="s"), "2026-09-21", CLOSES), BARE_KITCHEN)
    async with serving(tmp_path / "data", founding=founding) as served:
        yield served


async def get(api: Api, path: str, role: str = "owner") -> httpx2.Response:
    headers = {"cookie": f"kds_token={api.secrets[role]}", "accept-language": "en"}
    return await api.client.get(path, headers=headers)


async def post(api: Api, step: str, role: str = "owner", **fields: str) -> httpx2.Response:
    headers = {
        "cookie": f"kds_token={api.secrets[role]}",
        "accept-language": "en",
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
    }
    return await api.client.post(f"/setup/{step}", content=urlencode(fields), headers=headers)


async def went_to(api: Api, step: str, role: str = "owner", **fields: str) -> str:
    """Post a form that is right, and tell where it leads."""
    answer = await post(api, step, role, **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_a_house_is_set_up_from_nothing_and_its_first_order_runs(bare: Api) -> None:
    state = bare.store.state
    assert (await get(bare, "/setup")).headers["location"] == "/setup/house"
    house = {"zh": "老灶", "currency": "SGD", "timezone": "Asia/Singapore", "cutoff": "03:30"}
    assert await went_to(bare, "house", **house) == "/setup/kitchen"
    assert (await get(bare, "/setup")).headers["location"] == "/setup/kitchen"
    assert await went_to(bare, "kitchen", template="hotpot") == "/setup/tables"
    assert await went_to(bare, "tables", tables="大厅：A1-A3 4座\n包间：B1 8座") == "/setup/menu"
    assert "3 dishes, 3 of them new." in (await post(bare, "menu", menu=MENU, deed="look")).text
    assert not state.menu.dishes, "nothing is stored that was only looked at"
    assert await went_to(bare, "menu", menu=MENU, deed="take") == "/setup/people"
    assert await went_to(bare, "people", name="王", pin="7305", again="7305") == "/setup/screens"
    told = state.day.house.value
    assert told is not None
    assert (told.name.en, told.currency, told.timezone, told.cutoff_minute) == ("老灶", "SGD", "Asia/Singapore", 210)
    assert set(state.floor.tables) == {"A1", "A2", "A3", "B1"}
    assert {each.name.zh: each.station for each in state.menu.dishes.values()} == {
        "牛油锅": "base",
        "毛肚": "meat",
        "啤酒": "drinks",
    }
    (owner,) = state.people.staff.values()
    assert owner.role == "owner"
    assert await bare.people.has_pin(owner.person, "7305")


async def test_a_test_order_is_followed_and_costs_nobody_anything(api: Api) -> None:
    before = len(api.store.state.orders.voids)
    assert "Send one" in (await get(api, "/setup/order")).text
    where = await went_to(api, "order", deed="order")
    assert "No screen has shown it yet" in (await get(api, where)).text
    session = where.rpartition("=")[2]
    (ticket,) = [each.ticket for each in api.store.state.kitchen.tickets.values() if each.session == session]
    assert (await api.post(f"/tickets/{ticket}/bump", {}, "kitchen")).status_code == 200
    assert "The kitchen is done with it." in (await get(api, where)).text
    assert await went_to(api, "order", session=session) == "/setup/order?back=1"
    assert len(api.store.state.orders.voids) == before + 1
    assert api.store.state.floor.sessions[session].cleared_at is not None
    assert "Send one" in (await get(api, where)).text


async def test_what_guests_have_ordered_is_not_taken_back_as_a_test(api: Api) -> None:
    placed = await api.order("tofu")
    assert (await post(api, "order", session=placed["session"])).status_code == 303
    assert not api.store.state.orders.voids
    assert api.store.state.floor.sessions[placed["session"]].cleared_at is None


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("house", {"zh": "", "cutoff": "04:00"}, "Write a name"),
        ("house", {"zh": "a", "cutoff": "24:00"}, "The end of the day is a time like 04:00"),
        ("house", {"zh": "a", "cutoff": "04:00", "timezone": "Moon"}, "There is no such time zone"),
        ("kitchen", {"template": "castle"}, "Please look at what was filled in"),
        ("tables", {"tables": "Hall: A3-A1"}, "“A3-A1” is not understood"),
        ("menu", {"menu": "tea many", "deed": "take"}, "“tea many” has no price"),
        ("people", {"name": "Ann", "pin": "1234", "again": "1234"}, "neither all alike nor counted up or down"),
        ("people", {"name": "Ann", "pin": "7305", "again": "7306"}, "The two PINs are not the same"),
        ("people", {"name": "", "pin": "7305", "again": "7305"}, "Write a name"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_stored(
    bare: Api, step: str, fields: dict[str, str], said: str
) -> None:
    seq = bare.store.head.seq
    answer = await post(bare, step, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Nothing was stored." in answer.text
    assert bare.store.head.seq == seq
    assert bare.people.all() == []


async def test_what_was_filled_in_wrongly_is_there_to_be_mended(bare: Api) -> None:
    answer = await post(bare, "tables", tables="Hall: window")
    assert "Hall: window</textarea>" in answer.text


async def test_a_workbook_becomes_text_that_can_be_looked_at(bare: Api) -> None:
    book = openpyxl.Workbook()
    for row in (("菜名", "价格"), ("毛肚", 58)):
        book.worksheets[0].append(row)
    raw = io.BytesIO()
    book.save(raw)
    headers = {"cookie": f"kds_token={bare.secrets['owner']}", "sec-fetch-site": "same-origin"}
    answer = await bare.client.post("/setup/menu/file", content=raw.getvalue(), headers=headers)
    assert answer.text == "name\tprice\n毛肚\t58\n"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"\xff\x00", 422, NO_SHEET),
        (b"PK no workbook", 422, NO_SHEET),
        (b"\n\n", 422, EMPTY),
        ("菜名,价格\n".encode() + b"a,1\n" * 300_000, 422, TOO_LONG),
        (b"a,1\n" * 1_048_577, 413, TOO_LARGE),
    ],
)
async def test_what_is_wrong_with_a_file_is_said(
    bare: Api, body: bytes, status: int, words: Name, language: str
) -> None:
    cookie = f"kds_token={bare.secrets['owner']}"
    headers = {"cookie": cookie, "sec-fetch-site": "same-origin", "accept-language": language}
    answer = await bare.client.post("/setup/menu/file", content=body, headers=headers)
    assert (answer.status_code, answer.text) == (status, getattr(words, language))


async def test_the_page_knows_how_large_a_file_may_be(bare: Api) -> None:
    assert f'data-most="{FILE_BYTES}"' in (await get(bare, "/setup/menu")).text
    assert f'data-large="{TOO_LARGE.en}"' in (await get(bare, "/setup/menu")).text


async def test_lines_past_the_last_that_is_read_are_not_left_out_in_silence(bare: Api) -> None:
    menu = "".join(f"分类{number}\n菜{number} 5\n" for number in range(2_600))
    assert "At most 5000 rows" in (await post(bare, "menu", menu=menu, deed="look")).text


async def test_what_is_pasted_within_a_draft_goes_into_it(api: Api) -> None:
    before = {each.dish: each.price_minor for each in api.store.state.menu.dishes.values()}
    tofu = api.store.state.menu.dishes["tofu"].name.zh
    started = await went_to(api, "menu", "manager", menu=f"{tofu} 15", deed="take", when="draft:new")
    draft = started.rpartition("draft=")[2]
    assert f'href="/setup/menu?from=menu&amp;draft={draft}"' in (await get(api, f"/menu?draft={draft}")).text
    page = (await get(api, f"/setup/menu?from=menu&draft={draft}")).text
    assert "This goes into the draft" in page
    assert f'href="/menu?draft={draft}"' in page
    said = {"menu": f"{tofu} 16", "when": f"draft:{draft}", "from": "menu"}
    looked = (await post(api, "menu", "manager", deed="look", **said)).text
    assert "was ¥15.00" in looked
    assert f'name="when" value="draft:{draft}"' in looked
    assert await went_to(api, "menu", "manager", deed="take", **said) == f"/menu?saved=1&draft={draft}"
    assert {each.dish: each.price_minor for each in api.store.state.menu.dishes.values()} == before
    [kept] = api.store.state.changes.drafts.values()
    assert kept.wanted.menu is not None
    assert [each.price_minor for each in kept.wanted.menu.dishes] == [1600]


async def test_what_is_pasted_from_the_menu_is_asked_when_it_holds_and_leads_back(api: Api) -> None:
    page = (await get(api, "/setup/menu?from=menu")).text
    assert '<option value="now" selected>at once</option>' in page
    assert 'href="/menu"' in page
    fields = {"menu": "新菜 5", "deed": "take", "from": "menu", "when": "now"}
    assert await went_to(api, "menu", "manager", **fields) == "/menu?saved=1"


async def test_columns_that_were_guessed_wrongly_are_said_otherwise(bare: Api) -> None:
    await went_to(bare, "kitchen", template="blank")
    menu = "10\t毛肚\n20\t黄喉\n"
    wrong = await post(bare, "menu", menu=menu, deed="look")
    assert "2 dishes" in wrong.text
    swapped = {"column-0": "price", "column-1": "name"}
    await went_to(bare, "menu", menu=menu, deed="take", **swapped)
    dishes = {each.name.zh: (each.price_minor, each.station) for each in bare.store.state.menu.dishes.values()}
    assert dishes == {"毛肚": (1000, CATCH_ALL), "黄喉": (2000, CATCH_ALL)}


async def test_the_set_up_is_for_those_who_may_change_the_house(bare: Api) -> None:
    for role, status in (("owner", 200), ("manager", 200), ("waiter", 403), ("kitchen", 403), ("device", 303)):
        assert (await get(bare, "/setup/house", role)).status_code == status
    rights = tuple(code for code, right in RIGHTS.items() if "manager" in right.may and code != "menu")
    await bare.do(ChangeRights("manager", rights))
    assert (await post(bare, "menu", "manager", menu=MENU, deed="take")).status_code == 403
    foreign = {"cookie": f"kds_token={bare.secrets['owner']}", "sec-fetch-site": "cross-site"}
    assert (await bare.client.post("/setup/kitchen", content="template=hotpot", headers=foreign)).status_code == 403


async def test_a_manager_makes_no_owner(bare: Api) -> None:
    answer = await post(bare, "people", "manager", name="Ann", pin="7305", again="7305")
    assert answer.status_code == 422
    assert "may not do themselves" in answer.text
    assert [each.name for each in bare.people.all()] == [""], "and nobody is known by that name"


def test_a_house_that_nobody_has_named_is_called_so() -> None:
    assert BARE.name == NEW


async def test_the_start_page_leads_there(bare: Api) -> None:
    assert 'href="/setup"' in (await get(bare, "/")).text
    assert "at /setup." in (await get(bare, "/", "waiter")).text


async def test_a_menu_says_which_of_its_dishes_nobody_would_see(api: Api) -> None:
    wall = api.store.state.kitchen.screens["wall"]
    gone = KitchenGone(screens=tuple([each for each in api.store.state.kitchen.screens if each != "wall"]))
    await api.do(ChangeKitchen(screens=(replace(wall, stations=("cold",)),), gone=gone))
    menu = "Dish name\tPrice\tStation\nHot and new\t12\thot"
    looked = await post(api, "menu", menu=menu, deed="look")
    assert "Nobody would see some dishes:" in looked.text, looked.text
    found = re.search(r'name="knowingly" value="([^"]+)"', looked.text)
    assert found
    before = api.store.head.seq
    again = await post(api, "menu", menu=menu, deed="take")
    assert "Nobody would see some dishes:" in again.text
    assert api.store.head.seq == before
    assert (await post(api, "menu", menu=menu, deed="take", knowingly=found[1])).status_code == 303
    assert "Hot and new" in [each.name.en for each in api.store.state.menu.dishes.values()]


async def test_the_house_is_asked_for_its_language(bare: Api) -> None:
    house = {"zh": "老灶", "timezone": "Asia/Singapore", "cutoff": "03:30"}
    assert 'name="language"' in (await get(bare, "/setup/house")).text
    await went_to(bare, "house", **house, language="en")
    told = bare.store.state.day.house.value
    assert told is not None
    assert told.language == "en"
    assert 'value="en" selected' in (await get(bare, "/setup/house")).text


async def test_every_kind_of_house_says_which_stations_it_brings(bare: Api) -> None:
    text = (await get(bare, "/setup/kitchen")).text
    for kind in TEMPLATES.values():
        assert kind.name.en in text
        listed = [f"<bdi>{each.name.en}</bdi>" for each in kind.places]
        assert " · ".join(listed) in text
    assert "One screen shows all" in text, "of the one without stations"


async def test_the_owner_is_told_how_to_sign_in_from_then_on(bare: Api) -> None:
    words = "the owner signs in with name and PIN"
    assert words not in (await get(bare, "/setup/people")).text
    await went_to(bare, "people", name="王", pin="7305", again="7305")
    for step in ("people", "screens"):
        text = (await get(bare, f"/setup/{step}")).text
        assert words in text
        assert "/sign-in." in text


BACK = 'href="/setup/screens"'


async def test_pairing_leads_back_to_the_set_up_of_a_house_that_has_sold_nothing(bare: Api) -> None:
    for path in ("/screens/pair", "/screens/pair?paired=1"):
        assert BACK in (await get(bare, path)).text


async def test_pairing_of_a_house_at_work_leads_back_only_those_who_came_from_the_set_up(api: Api) -> None:
    await api.order("tofu")
    assert BACK not in (await get(api, "/screens/pair")).text
    assert BACK in (await get(api, "/screens/pair?from=setup")).text
