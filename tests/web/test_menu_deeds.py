"""The menu as a manager keeps it in order: places, categories, what is left, parts of the day, and finding a dish."""

from __future__ import annotations

import html
import re
import time

import pytest
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import Category, Daypart
from kds.core.types import Name
from tests.house import DISHES, SmallHouse, named
from tests.web.forms import sent, shown
from tests.web.served import Api

TOFU = DISHES[4]


def order_of(api: Api) -> list[str]:
    dishes = api.store.state.menu.dishes.values()
    return [each.dish for each in sorted(dishes, key=lambda each: (each.position, each.dish))]


async def names(api: Api, query: str = "") -> list[str]:
    """The dishes that the page lists."""
    page = await shown(api, f"/menu?{query}")
    assert page.status == 200, page.html
    return [html.unescape(each) for each in re.findall(r'<th scope="row"><bdi>(.*?)</bdi>', page.html)]


class TestPlaces:
    async def test_a_dish_goes_one_place_up_or_down(self, api: Api) -> None:
        before = order_of(api)
        at = before.index("tofu")
        assert (await sent(api, "/menu/dishes/tofu/move", {"deed": "up"})).status == 303
        assert order_of(api)[at - 1 : at + 1] == ["tofu", before[at - 1]]
        await sent(api, "/menu/dishes/tofu/move", {"deed": "down"})
        assert order_of(api) == before

    async def test_the_first_stays_the_first(self, api: Api) -> None:
        seq = api.store.head.seq
        first = order_of(api)[0]
        assert (await sent(api, f"/menu/dishes/{first}/move", {"deed": "up"})).status == 303
        assert api.store.head.seq == seq

    async def test_dishes_of_one_place_are_given_places(self, api: Api) -> None:
        await api.do(ChangeMenu(dishes=tuple([replace(each, position=5) for each in DISHES])))
        before = order_of(api)
        await sent(api, f"/menu/dishes/{before[1]}/move", {"deed": "up"})
        assert order_of(api)[:2] == [before[1], before[0]]

    async def test_it_goes_back_to_where_the_list_was(self, api: Api) -> None:
        answer = await sent(api, "/menu/dishes/tofu/move", {"deed": "up", "back": "/menu?q=to"})
        assert answer.to == "/menu?q=to"
        assert (await sent(api, "/menu/dishes/tofu/move", {"deed": "up", "back": "//evil"})).to.startswith("/menu?")
        assert (await sent(api, "/menu/dishes/ghost/move", {"deed": "up"})).status == 404


class TestCategories:
    async def test_one_is_renamed_moved_and_removed(self, api: Api) -> None:
        await api.do(ChangeMenu((Category("drinks", named("drinks")),)))
        renamed = await sent(api, "/menu/categories/drinks", {"deed": "rename", "zh": "酒水", "en": "Bar"})
        assert renamed.status == 303
        assert api.store.state.menu.categories["drinks"].name == Name(zh="酒水", en="Bar")
        await sent(api, "/menu/categories/drinks", {"deed": "up"})
        categories = api.store.state.menu.categories
        assert categories["drinks"].position < categories["all"].position
        assert (await sent(api, "/menu/categories/drinks", {"deed": "remove"})).status == 303
        assert "drinks" not in api.store.state.menu.categories

    async def test_one_with_dishes_is_not_removed(self, api: Api) -> None:
        answer = await sent(api, "/menu/categories/all", {"deed": "remove"})
        assert answer.status == 422
        assert "still holds" in answer.html
        assert "all" in api.store.state.menu.categories

    async def test_one_has_a_name(self, api: Api) -> None:
        answer = await sent(api, "/menu/categories/all", {"deed": "rename", "zh": " ", "en": ""})
        assert (answer.status, "Write what the category is called" in answer.html) == (422, True)
        assert (await sent(api, "/menu/categories/ghost", {"deed": "up"})).status == 404


class TestWhatIsLeft:
    async def test_a_dish_is_sold_out_counted_and_free_again(self, api: Api) -> None:
        stock = api.store.state.menu.stock
        await sent(api, "/menu/dishes/tofu/stock", {"deed": "sold_out"})
        assert stock["tofu"].remaining == 0
        assert "sold out" in (await shown(api, "/menu/dishes/tofu")).html
        await sent(api, "/menu/dishes/tofu/stock", {"deed": "count", "left": "12"})
        assert stock["tofu"].remaining == 12
        await sent(api, "/menu/dishes/tofu/stock", {"deed": "free"})
        assert "tofu" not in stock

    @pytest.mark.parametrize("left", ["", "many", "-1", "9" * 30])
    async def test_what_is_no_number_is_said(self, api: Api, left: str) -> None:
        answer = await sent(api, "/menu/dishes/tofu/stock", {"deed": "count", "left": left})
        assert (answer.status, "must be a number" in answer.html) == (422, True)


class TestHours:
    async def test_a_part_of_the_day_is_added_changed_and_removed(self, api: Api) -> None:
        added = await sent(api, "/menu/hours", {"zh": "午市", "begins": "11:00", "day-1": "on", "day-2": "on"})
        assert added.to == "/menu/hours?saved=1"
        (part,) = api.store.state.menu.dayparts.values()
        assert (part.name, part.from_minute, part.weekdays) == (Name(zh="午市", en="午市"), 660, (1, 2))
        page = (await shown(api, "/menu/hours")).html
        assert 'value="11:00"' in page
        fields = {"daypart": part.daypart, "en": "Lunch", "begins": "10：30"}
        await sent(api, "/menu/hours", {**fields, **{f"day-{number}": "on" for number in range(1, 8)}})
        assert api.store.state.menu.dayparts[part.daypart] == Daypart(part.daypart, Name("Lunch", "Lunch"), 630)
        await sent(api, "/menu/hours", {"daypart": part.daypart, "deed": "remove"})
        assert not api.store.state.menu.dayparts

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"zh": "", "begins": "11:00"}, "Write what the part of the day is called"),
            ({"zh": "午市", "begins": "noon"}, "Write when it begins like 11:00"),
            ({"zh": "午市", "begins": "24:00"}, "Write when it begins like 11:00"),
            ({"zh": "午市 again", "begins": "17:00"}, "begin at the same time"),
        ],
    )
    async def test_what_is_wrong_is_said_and_stays(self, api: Api, fields: dict[str, str], said: str) -> None:
        await api.do(ChangeMenu(dayparts=(Daypart("dinner", named("dinner"), 1020),)))
        answer = await sent(api, "/menu/hours", fields)
        assert answer.status == 422
        assert said in answer.html
        assert all(value in answer.html for value in fields.values())
        assert len(api.store.state.menu.dayparts) == 1

    async def test_one_that_dishes_name_says_so(self, api: Api) -> None:
        dinner = Daypart("dinner", named("dinner"), 1020)
        await api.do(ChangeMenu(dayparts=(dinner,), dishes=(replace(TOFU, dayparts=("dinner",)),)))
        answer = await sent(api, "/menu/hours", {"daypart": "dinner", "deed": "remove"})
        assert (answer.status, "is named by 1 of the dishes" in answer.html) == (422, True)

    async def test_it_is_for_those_who_may(self, api: Api) -> None:
        assert (await shown(api, "/menu/hours", "waiter")).status == 403
        assert (await sent(api, "/menu/hours", {"zh": "x", "begins": "1:00"}, "waiter")).status == 403


class TestFinding:
    async def test_by_name_pinyin_initials_and_code(self, api: Api) -> None:
        tripe = replace(DISHES[-1], name=Name(zh="鲜毛肚", en="Fresh tripe"), code="608")
        await api.do(ChangeMenu(dishes=(tripe,)))
        for query in ("q=毛肚", "q=fresh", "q=maodu", "q=xmd", "q=60"):
            assert await names(api, query) == ["Fresh tripe"], query
        assert await names(api, "q=unicorn") == []
        assert "No dish is like that" in (await shown(api, "/menu?q=unicorn")).html

    async def test_by_station_and_by_what_is_amiss(self, api: Api) -> None:
        assert await names(api, "station=drinks") == ["cola"]
        await api.do(MarkSoldOut("tofu", 0))
        await api.do(MarkSoldOut("cola", 3))
        assert await names(api, "only=sold_out") == ["tofu"]
        assert await names(api, "only=counted") == ["tofu", "cola"]
        assert "tofu" in await names(api, "only=no_photo")
        assert await names(api, "only=hidden") == []
        assert await names(api, "category=nowhere") == []
        assert len(await names(api, "only=nonsense&page=x")) == len(DISHES)

    async def test_what_no_screen_shows_as_the_page_where_says_it(self, api: Api) -> None:
        """A dish whose station is gone is made at the catch-all, and shown where that is."""
        rest = Screen("rest", named("rest"), ("cold", CATCH_ALL))
        await api.do(ChangeKitchen(screens=(rest,), gone=KitchenGone(screens=("wall", "cold"))))
        hidden = await names(api, "only=hidden")
        assert ("stray" in hidden, "tofu" in hidden, "cola" in hidden) == (False, False, True)
        await api.do(ChangeKitchen(gone=KitchenGone(stations=("drinks",))))
        assert "cola" not in await names(api, "only=hidden")
        assert ">no screen<" not in (await shown(api, "/menu?q=cola")).html
        await api.do(ChangeKitchen(screens=(replace(rest, stations=("cold",)),)))
        assert {"cola", "stray"} <= set(await names(api, "only=hidden"))
        assert ">no screen<" in (await shown(api, "/menu?q=cola")).html

    async def test_many_dishes_come_some_at_a_time_and_in_time(self, api: Api) -> None:
        many = [
            replace(TOFU, dish=f"t{n}", name=Name(zh=f"豆腐{n}", en=f"Tofu {n}"), position=100 + n)
            for n in range(2_990)
        ]
        await api.do(ChangeMenu(dishes=tuple(many)))
        first = await shown(api, "/menu?q=doufu")
        assert "2990 dishes" in first.html
        assert "Page 1 of 30" in first.html
        assert len(await names(api, "q=doufu&page=30")) == 90
        assert len(await names(api, "q=doufu&page=999")) == 90
        took = []
        for page in range(1, 21):
            begun = time.process_time()
            await shown(api, f"/menu?q=doufu&page={page}")
            took.append(time.process_time() - begun)
        assert sorted(took)[len(took) // 2] < 0.1, "of the processor alone: others may work beside it"


def test_the_house_of_these_tests_has_a_dish_without_a_screen() -> None:
    assert "roof" not in SmallHouse().state.kitchen.stations
